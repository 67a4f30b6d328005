import * as vscode from 'vscode';
import { mayLook } from './mayLook';
import { programSchemes } from './programSelector';

/**
 * Where the file may be that a program names: as it stands, from the folder of the program, or from the roots of the workspace, in this order. None for
 * documents that are no programs, and none where the workspace is not trusted and the name leads out of it.
 */
export function siteCandidates(document: vscode.TextDocument, name: string): readonly vscode.Uri[] {
  const { isTrusted, workspaceFolders = [] } = vscode.workspace;
  const roots = workspaceFolders.map(({ uri }) => uri);
  const program = addressOf(document);
  if (!programSchemes().has(program.scheme) || (!isTrusted && name.startsWith('//'))) return [];
  return candidates(program, name, roots).filter(uri => mayLook(uri, roots, isTrusted));
}

function candidates(program: vscode.Uri, name: string, roots: readonly vscode.Uri[]): readonly vscode.Uri[] {
  if (/^([a-z]:)?\//i.test(name)) return [vscode.Uri.file(name)];
  const folders = program.scheme === 'untitled' ? roots : [vscode.Uri.joinPath(program, '..'), ...roots];
  return folders.map(folder => vscode.Uri.joinPath(folder, name));
}

/** A cell lies where its notebook does. */
function addressOf({ uri }: vscode.TextDocument): vscode.Uri {
  const address = uri.toString();
  const isOwn = (cell: vscode.NotebookCell): boolean => cell.document.uri.toString() === address;
  return vscode.workspace.notebookDocuments.find(notebook => notebook.getCells().some(isOwn))?.uri ?? uri;
}
