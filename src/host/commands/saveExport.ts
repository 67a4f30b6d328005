import * as vscode from 'vscode';
import type { ExportedFile, ExportFormat } from '../../shared/protocol/hostWebview';
import type { ModelDocument } from '../documents/modelDocument';
import { saveAs } from './saveAs';

/** Saves a picture or data of a page beside the model, or wherever the user says. Needs no trust: nothing is run. */
export async function saveExport({ name, format, bytes }: ExportedFile, document: ModelDocument): Promise<void> {
  const stem = document.state.fileName.replace(/\.onnx$/i, '');
  const suggested = vscode.Uri.joinPath(document.uri, '..', `${stem}.${name}.${format}`);
  await saveAs({ title: vscode.l10n.t('Export'), kind: kindOf(format), extension: format, suggested }, bytes);
}

function kindOf(format: ExportFormat): string {
  const kinds: Readonly<Record<ExportFormat, string>> = {
    svg: vscode.l10n.t('Vector graphics'),
    png: vscode.l10n.t('Image'),
    csv: vscode.l10n.t('Comma-separated values'),
    json: vscode.l10n.t('JSON'),
  };
  return kinds[format];
}
