import * as vscode from 'vscode';
import * as protocol from '../../shared/protocol/hostEngine';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { ModelDocument } from '../documents/modelDocument';
import { statOf } from '../documents/statOf';

/**
 * Copies a model, over what is at `target`, with its data files, which keep their names beside it. Throws `output-exists` before anything is copied where
 * other files have those names, and what copying throws.
 */
export async function copyWithData(document: ModelDocument, target: vscode.Uri): Promise<void> {
  const locations = await document.request(protocol.dataLocations, {});
  const pairs = locations.map(location => ({ location, from: beside(document.uri, location), to: beside(target, location) }));
  for (const { location, to } of pairs)
    if ((await statOf(to)) !== undefined)
      throw new LayerwiseError(
        'output-exists',
        vscode.l10n.t('{0}, where weights lie, is in this folder already. Choose another.', location),
      );
  // The model comes last: it is not to be opened without its weights.
  for (const { from, to } of pairs) await vscode.workspace.fs.copy(from, to, { overwrite: false });
  await vscode.workspace.fs.copy(document.uri, target, { overwrite: true });
}

/** `location`: as the engine passed it, never above the model's folder. */
function beside(model: vscode.Uri, location: string): vscode.Uri {
  return vscode.Uri.joinPath(model, '..', location);
}
