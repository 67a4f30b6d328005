import * as vscode from 'vscode';

/** What is to be saved, and how it is offered. */
export interface SavedFile {
  readonly title: string;
  /** Kind of the file in words, and its ending without a dot. */
  readonly kind: string;
  readonly extension: string;
  /** Where it is offered, with its ending. */
  readonly suggested: vscode.Uri;
}

/** Asks where to write bytes, and whether to replace what is there, and writes them. Nothing happens when the user cancels. Returns where they are. */
export async function saveAs({ title, kind, extension, suggested }: SavedFile, bytes: Uint8Array): Promise<vscode.Uri | undefined> {
  const target = await vscode.window.showSaveDialog({ title, filters: { [kind]: [extension] }, defaultUri: suggested });
  if (target !== undefined) await vscode.workspace.fs.writeFile(target, bytes);
  return target;
}
