import * as vscode from 'vscode';
import { optimizeCommand } from '../../shared/report/optimizeCommand';
import type { PassCall } from '../../shared/report/jobRequest';
import type { ModelDocument } from '../documents/modelDocument';

const MESSAGE_MS = 3000;

/** Puts the command line that applies the passes into the clipboard, and says so. */
export async function copyCommand(document: ModelDocument, passes: readonly PassCall[]): Promise<void> {
  await vscode.env.clipboard.writeText(optimizeCommand(document.jobs.optimizeRequest(passes, document.state.output?.path)));
  vscode.window.setStatusBarMessage(`$(check) ${vscode.l10n.t('Command copied')}`, MESSAGE_MS);
}
