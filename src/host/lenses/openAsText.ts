import * as vscode from 'vscode';
import { textUriOf } from './textUri';

/** Opens the text form of a model as a read-only document. */
export async function openAsText(model: vscode.Uri): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(textUriOf(model), { preview: false });
}
