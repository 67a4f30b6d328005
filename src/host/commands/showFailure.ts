import * as vscode from 'vscode';
import { toErrorInfo } from '../../shared/report/layerwiseError';
import type { ModelDocument } from '../documents/modelDocument';
import { showRunningJob } from './showRunningJob';

/**
 * Says what went wrong in one notification, with the log behind a button; nothing for what the user cancelled. Where `document` is busy, its job is named instead, and
 * `again` may wait for it.
 */
export async function showFailure(
  log: vscode.LogOutputChannel,
  error: unknown,
  document?: ModelDocument,
  again?: () => Promise<void>,
): Promise<void> {
  const { reason, message, logTail } = toErrorInfo(error);
  if (reason === 'cancelled') return;
  log.error(`${reason}: ${message}${logTail === undefined ? '' : `\n${logTail}`}`);
  if (reason === 'untrusted') return offer(message, vscode.l10n.t('Manage Workspace Trust'), 'workbench.trust.manage');
  if (reason === 'busy' && document !== undefined)
    return showRunningJob(document, again).catch((failure: unknown) => showFailure(log, failure));
  return offer(message, vscode.l10n.t('Show Log'), 'layerwise.showLog');
}

async function offer(message: string, button: string, command: string): Promise<void> {
  const chosen = await vscode.window.showWarningMessage(message, button);
  if (chosen === button) await vscode.commands.executeCommand(command);
}
