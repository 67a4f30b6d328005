import * as vscode from 'vscode';
import type { ModelDocument } from '../documents/modelDocument';
import { requireTrust } from '../documents/trust';

/** Asks for a profile that onnxruntime wrote elsewhere and shows its times on the model. Throws `LayerwiseError`. */
export async function importTrace(document: ModelDocument): Promise<void> {
  requireTrust();
  const [chosen] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Import Trace'),
      openLabel: vscode.l10n.t('Import'),
      filters: { [vscode.l10n.t('Profiles of ONNX Runtime')]: ['json'] },
      defaultUri: vscode.Uri.joinPath(document.uri, '..'),
    })) ?? [];
  if (chosen !== undefined) await document.jobs.importTrace(chosen.fsPath);
}
