import type { OptimizeResult } from './optimizeResult';

/** Share of the latency from which layers that got slower are worth a word beside a variant that is faster all in all. */
const WORTH_A_WORD = 0.02;

/** Layers in INT8 that take longer than before, in ids of the model that the passes were told, where others pay and leaving these out is worth a word; else none. */
export function unpaidLayers({ slowerLayers, latency }: Pick<OptimizeResult, 'slowerLayers' | 'latency'>): readonly number[] {
  if (slowerLayers === undefined || slowerLayers.layers.length === slowerLayers.of) return [];
  const isFaster = latency?.speedup.verdict === 'faster';
  if (isFaster && lostMs(slowerLayers) < WORTH_A_WORD * latency.after.medianMs) return [];
  return slowerLayers.layers.map(({ layer }) => layer);
}

/** What the layers that got slower take more than before, together. */
export function lostMs({ layers }: NonNullable<OptimizeResult['slowerLayers']>): number {
  return layers.reduce((sum, { beforeMs, afterMs }) => sum + afterMs - beforeMs, 0);
}
