import { mainGraph } from '../../shared/graph/traversal';
import { tensorBytes } from '../../shared/graph/dtype';
import type { Gain } from '../../shared/report/suggestion';
import type { NodeId } from '../../shared/graph/graph';
import type { LinearWork } from './linearWork';
import { LEAST_TIME_IN_CONTRACTIONS, type MeasuredRatio } from './measuredRatiosTable';
import type { ModelEvidence } from './modelEvidence';

/** Layers that change together, and the range of their time after over before. */
export interface ChangedLayers {
  readonly nodes: readonly NodeId[];
  readonly ratio: MeasuredRatio;
}

/** Share of the model's latency that is expected to go away, the middle of the range; 0..1. */
export function expectedSaving(evidence: ModelEvidence, changes: readonly ChangedLayers[]): number {
  return changes.reduce((sum, { nodes, ratio }) => sum + evidence.shareOf(nodes) * (1 - (ratio.low + ratio.high) / 2), 0);
}

/** Latency after the change, from the measured or predicted times of the layers; `undefined` while neither is known. */
export function latencyGain(evidence: ModelEvidence, changes: readonly ChangedLayers[]): Gain | undefined {
  const { times } = evidence;
  if (times === undefined) return undefined;
  const after = (end: 'low' | 'high'): number =>
    changes.reduce((rest, { nodes, ratio }) => rest - evidence.latencyMsOf(nodes) * (1 - ratio[end]), times.modelMs);
  const layers = changes.reduce((sum, { nodes }) => sum + nodes.length, 0);
  return {
    metric: 'latencyMs',
    before: times.modelMs,
    low: Math.max(0, after('low')),
    high: Math.max(0, after('high')),
    basis: 'estimated',
    from: `from the ${times.kind} time of ${layers === 1 ? 'one layer' : `${String(layers)} layers`}`,
  };
}

/** `The range was seen on 3×3 convolutions; matrix products.`: what the ratios of a change rest on. */
export function ratioSources(changes: readonly ChangedLayers[]): string {
  return `The range was seen on ${[...new Set(changes.map(({ ratio }) => ratio.source))].join('; ')}.`;
}

/** Nodes left when `removed` of them go away; `kept` of these may have to stay. */
export function nodeGain(evidence: ModelEvidence, removed: number, kept = 0): Gain {
  const before = mainGraph(evidence.graph).nodeCount;
  const low = before - removed;
  return { metric: 'nodes', before, low, high: low + kept, basis: 'estimated', from: 'from counting them' };
}

/** Bytes of all weights once `saved` (at the least `savedAtLeast`) are gone. */
export function weightGain(evidence: ModelEvidence, saved: number, from: string, savedAtLeast = saved): Gain {
  const before = evidence.analysis.totals.weightBytes;
  const after = (bytes: number): number => Math.max(0, before - bytes);
  return { metric: 'weightBytes', before, low: after(saved), high: after(savedAtLeast), basis: 'estimated', from };
}

/** Bytes of all weights once those of `works` are stored in 8 bits with one float32 scale per channel; a few per cent for zero points and padding. */
export function int8WeightGain(evidence: ModelEvidence, works: readonly Pick<LinearWork, 'weight' | 'outputChannels'>[]): Gain {
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
    changes.reduce((rest, { nodes, ratio }) => rest - inContractions * evidence.shareOf(nodes) * (1 - ratio[end]), 1).toFixed(2);
  return `${left('low', 1)}–${left('high', LEAST_TIME_IN_CONTRACTIONS)}× the time, by its share of MACs`;
}
