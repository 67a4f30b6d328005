import { tensorBytes } from '../../shared/graph/dtype';
import type { Gain } from '../../shared/report/suggestion';
import type { LinearWork } from './linearWork';
import { LEAST_TIME_IN_CONTRACTIONS, type MeasuredRatio } from './measuredRatiosTable';
import type { ModelEvidence } from './modelEvidence';

/** Layers that change together, and the range of their time after over before. */
export interface ChangedLayers {
  readonly works: readonly LinearWork[];
  readonly ratio: MeasuredRatio;
}

/** Share of the model's latency that is expected to go away, the middle of the range; 0..1. */
export function expectedSaving(evidence: ModelEvidence, changes: readonly ChangedLayers[]): number {
  return changes.reduce((sum, { works, ratio }) => sum + evidence.shareOf(works) * (1 - (ratio.low + ratio.high) / 2), 0);
}

/** Latency after the change, from the measured times of the layers; `undefined` without a profile. */
export function latencyGain(evidence: ModelEvidence, changes: readonly ChangedLayers[]): Gain | undefined {
  const { profile } = evidence;
  if (profile === undefined) return undefined;
  const before = profile.latency.medianMs;
  const after = (end: 'low' | 'high'): number =>
    changes.reduce((rest, { works, ratio }) => rest - evidence.latencyMsOf(works) * (1 - ratio[end]), before);
  const layers = changes.reduce((sum, { works }) => sum + works.length, 0);
  const from = `from the measured time of ${String(layers)} layers and ratios seen on ${[...new Set(changes.map(({ ratio }) => ratio.source))].join('; ')}`;
  return { metric: 'latencyMs', before, low: Math.max(0, after('low')), high: Math.max(0, after('high')), basis: 'estimated', from };
}

/** Bytes of all weights once those of `works` are stored in 8 bits with one float32 scale per channel; a few per cent for zero points and padding. */
export function int8WeightGain(evidence: ModelEvidence, works: readonly LinearWork[]): Gain {
  const before = evidence.analysis.totals.weightBytes;
  const after = works.reduce((rest, { weight, outputChannels }) => {
    if (weight === undefined) return rest;
    const elements = weight.dims.reduce((product, dim) => product * dim, 1);
    return rest - tensorBytes(weight.dtype, elements) + elements + 4 * outputChannels;
  }, before);
  const low = Math.max(0, after);
  return {
    metric: 'weightBytes',
    before,
    low,
    high: Math.min(before, low * 1.05),
    basis: 'estimated',
    from: `from the shapes of ${String(works.length)} weights`,
  };
}

/**
 * What the ratios mean for the model as a whole where nothing was measured: `0.30–0.75× the time`. The low end takes shares of MACs for shares of
 * time; the high end allows for time outside of kernels with MACs.
 */
export function expectedRatioText(evidence: ModelEvidence, changes: readonly ChangedLayers[]): string {
  const left = (end: 'low' | 'high', inContractions: number): string =>
    changes.reduce((rest, { works, ratio }) => rest - inContractions * evidence.shareOf(works) * (1 - ratio[end]), 1).toFixed(2);
  return `${left('low', 1)}–${left('high', LEAST_TIME_IN_CONTRACTIONS)}× the time, estimated from shares of MACs`;
}
