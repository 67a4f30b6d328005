import * as vscode from 'vscode';
import * as protocol from '../../shared/protocol/hostEngine';
import type { ModelDocument } from '../documents/modelDocument';

/** Writes the timeline of the profile on show, as executed and as written, where the user says. Throws `LayerwiseError`. */
export async function exportTrace(document: ModelDocument): Promise<void> {
  await document.open();
  const text = await document.request(protocol.exportTrace, {});
  const name = `${document.state.fileName.replace(/\.onnx$/i, '')}.trace.json`;
  const target = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Export Trace'),
    filters: { [vscode.l10n.t('Timeline for Perfetto and Chrome')]: ['json'] },
    defaultUri: vscode.Uri.joinPath(document.uri, '..', name),
  });
  if (target !== undefined) await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(`${text}\n`));
}
