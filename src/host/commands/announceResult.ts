import path from 'node:path';
import * as vscode from 'vscode';
import { assertNever } from '../../shared/base/assertNever';
import { formatSpeedup } from '../../shared/base/formatNumber';
import type { Budgets, BudgetState } from '../../shared/report/budgetState';
import { judgeBudget } from '../../shared/report/judgeBudget';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { ListedVariant, Variant } from '../../shared/report/variant';
import type { FinishedJob } from '../documents/documentJobs';
import { modelInTab } from '../documents/activeModel';
import type { ModelDocument } from '../documents/modelDocument';
import type { HostServices } from '../hostServices';
import { performVariantAction } from './performVariantAction';
import { showFailure } from './showFailure';

/** Shows what an `optimize` job left: on its result card when the user is looking at the model, else in one notification. */
export async function announceResult(services: HostServices, document: ModelDocument, job: FinishedJob): Promise<void> {
  if (job.kind !== 'optimize') return;
  const { outcome, variant, budgets } = job;
  if (outcome.kind === 'failed') return isOnScreen(services, document) ? undefined : showFailure(services.log, outcome.error);
  if (outcome.kind === 'cancelled') return;
  if (variant === undefined) return showFailure(services.log, notRemembered(outcome.result.output));
  const focus = { result: variant };
  if (isOnScreen(services, document)) services.optimizePanels.open(document, focus);
  else await notify(services, document, variant, budgets);
}

function notRemembered(file: string): LayerwiseError {
  const message = vscode.l10n.t('{0} was written, but what was measured could not be stored.', path.basename(file));
  return new LayerwiseError('io', message, { file });
}

async function notify(
  services: HostServices,
  document: ModelDocument,
  variant: ListedVariant,
  budgets: Budgets | undefined,
): Promise<void> {
  const [open, compare] = [vscode.l10n.t('Open'), vscode.l10n.t('Compare')];
  const chosen = await vscode.window.showInformationMessage(resultSentence(variant, budgets), open, compare);
  if (chosen !== undefined) await performVariantAction(services, document, chosen === open ? 'openVariant' : 'showResult', variant.id);
}

/** `resnet50.int8.onnx: 2.89× faster, meets the accuracy budget.`: measured, in the words of the verdict. Nothing about budgets that nobody gave. */
export function resultSentence({ path: file, result }: Variant, budgets: Budgets | undefined): string {
  const name = path.basename(file);
  if (result.latency === undefined) return vscode.l10n.t('{0} was written. Its latency was not measured.', name);
  const { verdict, median } = result.latency.speedup;
  switch (verdict) {
    case 'faster':
      return fasterSentence(name, formatSpeedup(median), judgeBudget(result, budgets).budget);
    case 'slower':
      return vscode.l10n.t('{0}: {1}.', name, formatSpeedup(median));
    case 'no measurable difference':
      return vscode.l10n.t('{0}: no measurable difference in latency.', name);
    case 'too noisy':
      return vscode.l10n.t('{0}: too noisy to tell. Measure again when the machine is quiet.', name);
    default:
      return assertNever(verdict);
  }
}

function fasterSentence(name: string, words: string, budget: BudgetState | undefined): string {
  switch (budget) {
    case 'meets':
      return vscode.l10n.t('{0}: {1}, meets the accuracy budget.', name, words);
    case 'below':
      return vscode.l10n.t('{0}: {1}, below the accuracy budget.', name, words);
    case 'not certain':
      return vscode.l10n.t('{0}: {1}, budget not certain.', name, words);
    case undefined:
      return vscode.l10n.t('{0}: {1}.', name, words);
    default:
      return assertNever(budget);
  }
}

function isOnScreen({ optimizePanels }: HostServices, document: ModelDocument): boolean {
  const tabs = vscode.window.tabGroups.all.map(({ activeTab }) => modelInTab(activeTab)?.toString());
  return optimizePanels.isVisible(document) || tabs.includes(document.uri.toString());
}
