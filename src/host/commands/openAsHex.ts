import * as vscode from 'vscode';

const HEX_EDITOR = { extension: 'ms-vscode.hexeditor', viewType: 'hexEditor.hexedit' };

/** Opens a file in the Hex Editor, which is an extension of its own. */
export async function openAsHex(uri: vscode.Uri): Promise<void> {
  if (vscode.extensions.getExtension(HEX_EDITOR.extension) !== undefined) {
    await vscode.commands.executeCommand('vscode.openWith', uri, HEX_EDITOR.viewType);
    return;
  }
  const find = vscode.l10n.t('Find Hex Editor');
  const chosen = await vscode.window.showInformationMessage(vscode.l10n.t('The extension Hex Editor is not installed.'), find);
  if (chosen === find) await vscode.commands.executeCommand('workbench.extensions.search', `@id:${HEX_EDITOR.extension}`);
}
