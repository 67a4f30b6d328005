import * as vscode from 'vscode';
import type { PassCall } from '../../shared/report/jobRequest';
import { LayerwiseError } from '../../shared/report/layerwiseError';

/** Whether passes are told ids of nodes. */
export function namesLayers(passes: readonly PassCall[]): boolean {
  return passes.some(({ exclude = [], only = [] }) => exclude.length > 0 || only.length > 0);
}

/** Ids that were chosen in one graph are not applied to another. */
export function otherLayers(fileName: string): LayerwiseError {
  return new LayerwiseError('stale-token', vscode.l10n.t('{0} has other layers since it changed on disk. Choose them again.', fileName));
}
