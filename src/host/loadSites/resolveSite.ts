import * as vscode from 'vscode';

/** Where the file may be that a program names: as it stands, from the folder of the program, or from the roots of the workspace, in this order. */
export function siteCandidates(document: vscode.TextDocument, path: string): readonly vscode.Uri[] {
  if (/^([a-z]:)?\//i.test(path)) return [vscode.Uri.file(path)];
  if (document.uri.scheme === 'untitled') return rootsOf().map(root => vscode.Uri.joinPath(root, path));
  return [vscode.Uri.joinPath(document.uri, '..'), ...rootsOf()].map(folder => vscode.Uri.joinPath(folder, path));
}

function rootsOf(): readonly vscode.Uri[] {
  return (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
}
