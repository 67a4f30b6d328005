import * as vscode from 'vscode';
import { LOAD_SITE_LANGUAGES } from './findLoadSites';

/** Of a cell of a notebook, whose own address is no place of files. */
const CELL_SCHEME = 'vscode-notebook-cell';

/** Programs that get lenses: files and what is to become one, not earlier versions or other views of them. */
export function programSelector(): readonly vscode.DocumentFilter[] {
  return LOAD_SITE_LANGUAGES.flatMap(language => [...programSchemes(), CELL_SCHEME].map(scheme => ({ language, scheme })));
}

/** Schemes of programs and of notebooks that hold them. */
export function programSchemes(): ReadonlySet<string> {
  return new Set(['file', 'untitled', ...(vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.scheme)]);
}
