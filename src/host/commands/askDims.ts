import * as vscode from 'vscode';
import type { ModelDocument } from '../documents/modelDocument';

/** Asks for every symbolic dim that has no value yet. False when the user gave up. */
export async function askDims(document: ModelDocument): Promise<boolean> {
  await document.open();
  const dims = document.state.model?.analysis.dims ?? [];
  const missing = dims.filter(({ value }) => value === undefined);
  if (missing.length === 0) return true;
  const chosen = new Map(dims.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])));
  for (const { name, suggested } of missing) {
    const value = await askDim(name, suggested);
    if (value === undefined) return false;
    chosen.set(name, value);
  }
  await document.setDims(Object.fromEntries(chosen));
  return true;
}

async function askDim(name: string, suggested: number | undefined): Promise<number | undefined> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Choose a value for {0} before profiling.', name),
    prompt: suggested === undefined ? '' : vscode.l10n.t('{0} is suggested by the file.', suggested),
    value: String(suggested ?? 1),
    ignoreFocusOut: true,
    validateInput: value => (isSize(value) ? undefined : vscode.l10n.t('A whole number, 0 or more.')),
  });
  return text === undefined ? undefined : Number(text);
}

function isSize(text: string): boolean {
  return /^\d{1,9}$/.test(text.trim());
}
