import * as l10n from '@vscode/l10n';
import type { LayerColumn } from '../model/layerModel';

const NOTES: ReadonlyMap<string, string> = new Map([
  ['latencyMs', l10n.t('ms per run')],
  ['activationBytes', l10n.t('in + out')],
  ['intensity', l10n.t('FLOP per byte')],
  ['precision', 'FP32, FP16, INT8, INT4'],
]);

/** What stands beside a metric's name in the menu. */
export function metricNote({ id, basis }: Pick<LayerColumn, 'id' | 'basis'>): string {
  return basis === 'estimated' ? l10n.t('estimated') : (NOTES.get(id) ?? '');
}
