import * as vscode from 'vscode';
import * as protocol from '../../shared/protocol/hostEngine';
import type { ModelDocument } from '../documents/modelDocument';
import { saveAs } from './saveAs';

/** Writes the timeline of the profile on show, as executed and as written, where the user says. Throws `LayerwiseError`. */
export async function exportTrace(document: ModelDocument): Promise<void> {
  await document.open();
  const text = await document.request(protocol.exportTrace, {});
  const name = `${document.state.fileName.replace(/\.onnx$/i, '')}.trace.json`;
  const file = {
    title: vscode.l10n.t('Export Trace'),
    kind: vscode.l10n.t('Timeline for Perfetto and Chrome'),
    extension: 'json',
    suggested: vscode.Uri.joinPath(document.uri, '..', name),
  };
  await saveAs(file, new TextEncoder().encode(`${text}\n`));
}
