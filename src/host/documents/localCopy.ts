import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import { formatBytes } from '../../shared/base/formatNumber';
import { LayerwiseError } from '../../shared/report/layerwiseError';

/** `workspace.fs` has no ranged read: a file of a virtual workspace is fetched whole. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Path of a file that the engine can read: the file itself, or a copy when its folder has no local path. Throws `LayerwiseError`. */
export async function localCopy(uri: vscode.Uri, storage: vscode.Uri): Promise<string> {
  if (uri.scheme === 'file') return uri.fsPath;
  const { size } = await vscode.workspace.fs.stat(uri);
  const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  if (size > MAX_BYTES) {
    const [has, most] = [formatBytes(size), formatBytes(MAX_BYTES)];
    throw new LayerwiseError(
      'too-large',
      vscode.l10n.t(
        '{0} has {1} and lies in a folder without a local path, from which at most {2} can be fetched. Copy it to a local folder to open it.',
        name,
        has,
        most,
      ),
    );
  }
  const folder = vscode.Uri.joinPath(storage, 'virtual', createHash('sha256').update(uri.toString()).digest('hex'));
  const copy = vscode.Uri.joinPath(folder, 'model.onnx');
  await vscode.workspace.fs.createDirectory(folder);
  await vscode.workspace.fs.writeFile(copy, await vscode.workspace.fs.readFile(uri));
  return copy.fsPath;
}
