import type { LayerColumn } from '../model/layerModel';

const NOTES: ReadonlyMap<string, string> = new Map([
  ['latencyMs', 'ms per run'],
  ['activationBytes', 'in + out'],
  ['intensity', 'FLOP per byte'],
  ['precision', 'FP32, FP16, INT8, INT4'],
]);

/** What stands beside a metric's name in the menu. */
export function metricNote({ id, basis }: Pick<LayerColumn, 'id' | 'basis'>): string {
  return basis === 'estimated' ? 'estimated' : (NOTES.get(id) ?? '');
}
