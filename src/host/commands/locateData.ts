import * as vscode from 'vscode';
import { formatBytes } from '../../shared/base/formatNumber';
import type { ModelDocument } from '../documents/modelDocument';

/** Asks where a data file of a model is, copies it next to the model, where it is looked for, and reads the model again. Throws what copying throws. */
export async function locateData(document: ModelDocument): Promise<void> {
  const folder = vscode.Uri.joinPath(document.uri, '..');
  const [chosen] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Where are the weights of {0}?', document.state.fileName),
      openLabel: vscode.l10n.t('Use'),
      defaultUri: folder,
    })) ?? [];
  if (chosen === undefined) return;
  const name = chosen.path.slice(chosen.path.lastIndexOf('/') + 1);
  const { size } = await vscode.workspace.fs.stat(chosen);
  const copy = vscode.l10n.t('Copy');
  const question = vscode.l10n.t('Copy {0} ({1}) next to {2}?', name, formatBytes(size), document.state.fileName);
  if ((await vscode.window.showInformationMessage(question, { modal: true }, copy)) !== copy) return;
  await vscode.workspace.fs.copy(chosen, vscode.Uri.joinPath(folder, name), { overwrite: false });
  await document.reload();
}
