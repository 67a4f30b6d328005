import * as vscode from 'vscode';
import { LayerwiseError } from '../../shared/report/layerwiseError';

/** Whether models of this workspace may be run. */
export function trustState(): 'trusted' | 'restricted' {
  return vscode.workspace.isTrusted ? 'trusted' : 'restricted';
}

/** Commands stay callable in Restricted Mode, whatever menus show; so everything that runs a model asks here. Throws `untrusted`. */
export function requireTrust(): void {
  if (vscode.workspace.isTrusted) return;
  throw new LayerwiseError(
    'untrusted',
    vscode.l10n.t('Restricted Mode: the model is read, not run. Latency and optimizations need a trusted workspace.'),
  );
}
