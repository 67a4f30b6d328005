import * as vscode from 'vscode';

/** Opens what is said about counting, at a heading. */
export async function showCounting({ extensionUri }: vscode.ExtensionContext, section: string): Promise<void> {
  const uri = vscode.Uri.joinPath(extensionUri, 'docs', 'counting.md').with({ fragment: section });
  await vscode.commands.executeCommand('markdown.showPreview', uri);
}
