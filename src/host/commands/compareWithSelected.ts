import * as vscode from 'vscode';
import type { ModelDocument } from '../documents/modelDocument';
import { MODEL_VIEW_TYPE } from '../viewType';

/**
 * Compares a model with another one: with the other of the files selected in the Explorer, else with one that the user chooses.
 * @param selected what the Explorer passes on: all selected files
 */
export async function compareWithSelected(document: ModelDocument, selected: unknown): Promise<void> {
  const uris = Array.isArray(selected) ? selected.filter(uri => uri instanceof vscode.Uri) : [];
  const other = uris.find(uri => uri.toString() !== document.uri.toString()) ?? (await chooseModel());
  if (other === undefined) return;
  await vscode.commands.executeCommand('vscode.openWith', document.uri, MODEL_VIEW_TYPE);
  await document.open();
  await document.comparisons.add(other.fsPath);
}

async function chooseModel(): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    canSelectMany: false,
    filters: { [vscode.l10n.t('ONNX models')]: ['onnx'] },
    openLabel: vscode.l10n.t('Compare'),
  });
  return chosen?.[0];
}
