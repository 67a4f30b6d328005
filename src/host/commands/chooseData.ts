import * as vscode from 'vscode';
import type { ModelDocument } from '../documents/modelDocument';

/** Lets the user choose the data that passes fit on, or the labelled ones that accuracy is judged on. Not every system has a dialog for files and folders alike. */
export async function chooseData(document: ModelDocument, use: 'calibration' | 'evaluation', what: 'file' | 'folder'): Promise<void> {
  const [chosen] =
    (await vscode.window.showOpenDialog({
      title: use === 'calibration' ? vscode.l10n.t('Calibration Data') : vscode.l10n.t('Labelled Data'),
      openLabel: vscode.l10n.t('Use'),
      canSelectFiles: what === 'file',
      canSelectFolders: what === 'folder',
      ...(what === 'file' ? { filters: { [vscode.l10n.t('Arrays and Tables')]: ['npz', 'npy', 'csv'] } } : {}),
      defaultUri: vscode.Uri.joinPath(document.uri, '..'),
    })) ?? [];
  if (chosen !== undefined) await document.data.choose({ [use]: chosen.fsPath });
}
