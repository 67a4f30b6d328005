import * as vscode from 'vscode';
import type { ModelDocument } from '../documents/modelDocument';

/** Lets the user choose the data that passes fit on. */
export async function chooseCalibration(document: ModelDocument): Promise<void> {
  const [chosen] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Calibration Data'),
      openLabel: vscode.l10n.t('Use'),
      canSelectFiles: true,
      canSelectFolders: true,
      defaultUri: vscode.Uri.joinPath(document.uri, '..'),
    })) ?? [];
  if (chosen !== undefined) document.jobs.chooseData(chosen.fsPath);
}
