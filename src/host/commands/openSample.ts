import * as vscode from 'vscode';
import { statOf } from '../documents/statOf';
import { MODEL_VIEW_TYPE } from '../viewType';

const SAMPLE = 'mnist_wide.onnx';

/** Opens a copy of the sample model with its data: variants are written beside it, and the extension's own folder is not to be written to. */
export async function openSample({ extensionUri, globalStorageUri }: vscode.ExtensionContext): Promise<void> {
  const folder = vscode.Uri.joinPath(globalStorageUri, 'samples');
  const model = vscode.Uri.joinPath(folder, SAMPLE);
  if ((await statOf(model)) === undefined)
    await vscode.workspace.fs.copy(vscode.Uri.joinPath(extensionUri, 'media', 'samples'), folder, { overwrite: true });
  await vscode.commands.executeCommand('vscode.openWith', model, MODEL_VIEW_TYPE);
}
