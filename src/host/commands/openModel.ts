import * as vscode from 'vscode';
import { MODEL_VIEW_TYPE } from '../viewType';

/** Asks for a model file and opens it. */
export async function openModel(): Promise<void> {
  const [chosen] = (await vscode.window.showOpenDialog({ title: vscode.l10n.t('Open Model'), filters: { ONNX: ['onnx'] } })) ?? [];
  if (chosen !== undefined) await vscode.commands.executeCommand('vscode.openWith', chosen, MODEL_VIEW_TYPE);
}
