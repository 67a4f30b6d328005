import * as vscode from 'vscode';
import type { ModelDocument } from '../documents/modelDocument';
import { MODEL_VIEW_TYPE } from '../viewType';

/** Opens the editor of a model in a view with the selected layer in it, which is that of `node` where one is given. */
export async function showLayerIn(document: ModelDocument, view: 'graph' | 'layers', node?: number): Promise<void> {
  if (node !== undefined) document.select(node);
  await vscode.commands.executeCommand('vscode.openWith', document.uri, MODEL_VIEW_TYPE);
  document.show({ view });
}
