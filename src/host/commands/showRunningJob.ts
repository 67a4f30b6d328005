import * as vscode from 'vscode';
import { assertNever } from '../../shared/base/assertNever';
import type { JobKind } from '../../shared/report/job';
import type { ModelDocument } from '../documents/modelDocument';
import { waitForJob } from './waitForJob';

/**
 * Says which job on the model is running: the user may cancel it, or wait until it has ended, after which `again` starts what could not be started. Throws
 * `LayerwiseError` when it cannot be cancelled.
 */
export async function showRunningJob(document: ModelDocument, again?: () => Promise<void>): Promise<void> {
  const { job, fileName } = document.state;
  const [wait, cancel] = [vscode.l10n.t('Wait'), vscode.l10n.t('Cancel It')];
  const sentence = job === undefined ? vscode.l10n.t('A job on {0} is starting.', fileName) : runningSentence(job.kind, fileName);
  const chosen = await vscode.window.showInformationMessage(sentence, ...(again === undefined ? [] : [wait]), cancel);
  if (chosen === cancel) await document.jobs.cancel();
  if (chosen === wait && (await waitForJob(document, sentence))) await again?.();
}

function runningSentence(kind: JobKind, fileName: string): string {
  switch (kind) {
    case 'profile':
    case 'import':
      return vscode.l10n.t('A profile of {0} is running.', fileName);
    case 'optimize':
    case 'trial':
      return vscode.l10n.t('An optimization of {0} is running.', fileName);
    case 'compare':
    case 'tensors':
      return vscode.l10n.t('A comparison of {0} is running.', fileName);
    case 'layer':
    case 'machine':
      return vscode.l10n.t('A measurement of {0} is running.', fileName);
    default:
      return assertNever(kind);
  }
}
