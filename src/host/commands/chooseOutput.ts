import path from 'node:path';
import * as vscode from 'vscode';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import { variantFileName } from '../../shared/report/variantFileName';
import type { ModelDocument } from '../documents/modelDocument';
import { statOf } from '../documents/statOf';

/** Lets the user choose where the next variant is written, which must not exist. Throws `LayerwiseError`. */
export async function chooseOutput(document: ModelDocument, passIds: readonly string[]): Promise<void> {
  const { fileName, output, passes } = document.state;
  const tags = passes.filter(({ id }) => passIds.includes(id)).map(({ fileTag }) => fileTag);
  const suggested = vscode.Uri.joinPath(document.uri, '..', variantFileName(fileName, tags));
  const chosen = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Write To'),
    saveLabel: vscode.l10n.t('Write To'),
    filters: { ONNX: ['onnx'] },
    defaultUri: output === undefined ? suggested : vscode.Uri.file(output.path),
  });
  if (chosen === undefined) return;
  if ((await statOf(chosen)) !== undefined) throw outputExists(chosen.fsPath);
  document.update({ output: { path: chosen.fsPath, label: vscode.workspace.asRelativePath(chosen) } });
}

function outputExists(file: string): LayerwiseError {
  const message = vscode.l10n.t('{0} exists already and is not overwritten. Choose another name.', path.basename(file));
  return new LayerwiseError('output-exists', message, { file });
}
