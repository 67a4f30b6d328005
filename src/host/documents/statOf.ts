import * as vscode from 'vscode';

/** `undefined` for a file that is not there, or cannot be looked at. */
export async function statOf(uri: vscode.Uri): Promise<vscode.FileStat | undefined> {
  return vscode.workspace.fs.stat(uri).then(
    stat => stat,
    () => undefined,
  );
}
