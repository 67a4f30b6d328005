import path from 'node:path';
import * as vscode from 'vscode';
import type { Budgets } from '../../shared/report/budgetState';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import { resultSentence } from '../../shared/report/resultSentence';
import type { ListedVariant } from '../../shared/report/variant';
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
  if (chosen !== undefined)
    await performVariantAction(services, document, chosen === open ? 'openVariant' : 'compareWithBaseline', variant.id);
}

function isOnScreen({ optimizePanels }: HostServices, document: ModelDocument): boolean {
  const tabs = vscode.window.tabGroups.all.map(({ activeTab }) => modelInTab(activeTab)?.toString());
  return optimizePanels.isVisible(document) || tabs.includes(document.uri.toString());
}
