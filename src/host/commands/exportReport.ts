import * as vscode from 'vscode';
import * as protocol from '../../shared/protocol/hostEngine';
import { REPORT_FORMATS, type ReportFormat } from '../../shared/report/reportFormat';
import type { ModelDocument } from '../documents/modelDocument';
import { settings } from '../settings';
import { saveAs } from './saveAs';

/** Writes a report about the model as it is on show where the user says. Throws `LayerwiseError`. */
export async function exportReport(document: ModelDocument): Promise<void> {
  await document.open();
  const format = await chooseFormat();
  if (format === undefined) return;
  const text = await document.request(protocol.exportReport, { format, threads: settings.threads(), provider: settings.provider() });
  const name = `${document.state.fileName.replace(/\.onnx$/i, '')}.report.${format}`;
  const file = {
    title: vscode.l10n.t('Export Report'),
    kind: vscode.l10n.t('Report'),
    extension: format,
    suggested: vscode.Uri.joinPath(document.uri, '..', name),
  };
  const target = await saveAs(file, new TextEncoder().encode(text));
  if (target !== undefined) await offerToOpen(target, format);
}

async function chooseFormat(): Promise<ReportFormat | undefined> {
  const details: Readonly<Record<ReportFormat, { readonly label: string; readonly detail: string }>> = {
    html: { label: vscode.l10n.t('HTML'), detail: vscode.l10n.t('One page that opens and prints anywhere') },
    md: { label: vscode.l10n.t('Markdown'), detail: vscode.l10n.t('Tables for a pull request') },
    json: { label: vscode.l10n.t('JSON'), detail: vscode.l10n.t('All numbers, as layerwise.report/1') },
  };
  const items = REPORT_FORMATS.map(format => ({ format, ...details[format] }));
  const chosen = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Export Report') });
  return chosen?.format;
}

/** A page opens in the browser, anything else in an editor. */
async function offerToOpen(target: vscode.Uri, format: ReportFormat): Promise<void> {
  const open = vscode.l10n.t('Open');
  if ((await vscode.window.showInformationMessage(vscode.l10n.t('The report was written.'), open)) !== open) return;
  if (format === 'html') await vscode.env.openExternal(target);
  else await vscode.window.showTextDocument(target);
}
