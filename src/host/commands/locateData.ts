import path from 'node:path';
import * as vscode from 'vscode';
import { formatBytes } from '../../shared/base/formatNumber';
import * as protocol from '../../shared/protocol/hostEngine';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { ModelDocument } from '../documents/modelDocument';

/** Asks where the missing data file of a model is, copies it to where the model looks for it, and reads the model again. Throws `LayerwiseError`, and what looking at the file throws. */
export async function locateData(document: ModelDocument): Promise<void> {
  const { runnable, fileName } = document.state;
  if (!runnable) throw new LayerwiseError('not-applicable', vscode.l10n.t('This folder has no local path. The model is read, not run.'));
  const location = await document.request(protocol.missingDataFile, {});
  if (location !== undefined) {
    const source = await choose(document, location);
    if (source === undefined) return;
    const title = vscode.l10n.t('Copying {0} to {1} beside {2}', path.basename(source), location, fileName);
    await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, () =>
      document.request(protocol.placeDataFile, { location, source }),
    );
  }
  await document.reload();
}

/** Path of the file that the user wants copied; `undefined` for none. */
async function choose({ uri, state: { fileName } }: ModelDocument, location: string): Promise<string | undefined> {
  const [chosen] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Where is {0}, which holds weights of {1}?', location, fileName),
      openLabel: vscode.l10n.t('Use'),
      defaultUri: vscode.Uri.joinPath(uri, '..'),
    })) ?? [];
  if (chosen === undefined) return undefined;
  if (chosen.scheme !== 'file') throw new LayerwiseError('not-applicable', vscode.l10n.t('Choose a file on this machine.'));
  const { size } = await vscode.workspace.fs.stat(chosen);
  const copy = vscode.l10n.t('Copy');
  const question = vscode.l10n.t('Copy {0} ({1}) to {2} beside {3}?', path.basename(chosen.fsPath), formatBytes(size), location, fileName);
  return (await vscode.window.showInformationMessage(question, { modal: true }, copy)) === copy ? chosen.fsPath : undefined;
}
