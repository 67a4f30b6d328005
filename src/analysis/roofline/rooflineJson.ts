import type { Graph, NodeId } from '../../shared/graph/graph';
import type { Analysis } from '../../shared/report/analysis';
import type { Profile } from '../../shared/report/latency';
import type { RoofSource } from '../../shared/report/machine';
import type { LayerRoofline } from '../../shared/report/roofline';
import { placeKernel } from './placeKernel';
import { predictModel, type ModelPrediction } from './predictModel';

type Json = Readonly<Record<string, unknown>>;

interface Sources {
  readonly analysis: Analysis;
  readonly profile?: Profile | undefined;
  readonly roofs?: RoofSource | undefined;
}

/** The parts of a report that need roofs. */
export interface RooflineJson {
  /** The report's `prediction`, always a range; its times are null while sizes are open. Empty without roofs. */
  readonly whole: Json;
  /** `layers[].roofline` by node: of measured kernels where there is a profile, else of the kernels that are expected. */
  readonly layers: ReadonlyMap<NodeId, LayerRoofline>;
}

export function rooflineJson(graph: Graph, { analysis, profile, roofs }: Sources): RooflineJson {
  if (roofs === undefined) return { whole: {}, layers: new Map() };
  const prediction = predictModel(graph, analysis, roofs);
  const layers = profile === undefined ? predicted(prediction) : measured(graph, analysis, profile, roofs);
  return { whole: { prediction: predictionJson(prediction) }, layers };
}

function predictionJson({ source, lowMs, highMs, limitMs }: ModelPrediction): Json {
  const { name, from, basis, roofs } = source;
  const times = { lowMs: finite(lowMs), highMs: finite(highMs), limitMs: finite(limitMs) };
  return { target: name, threads: roofs.threads, ...times, basis: 'estimated', roofs: basis, from };
}

function predicted({ source, kernels }: ModelPrediction): ReadonlyMap<NodeId, LayerRoofline> {
  const { low, high } = source.uncertainty;
  const found = new Map<NodeId, LayerRoofline>();
  for (const { work, limit, predictedMs } of kernels) {
    if (limit === undefined || Number.isNaN(limit.limitMs)) continue;
    const predictedRange = { low: predictedMs * low, high: predictedMs * high, basis: 'estimated' } as const;
    found.set(work.leader, { ...limit, ofLimit: null, predictedMs: predictedRange });
  }
  return found;
}

function measured(graph: Graph, analysis: Analysis, profile: Profile, source: RoofSource): ReadonlyMap<NodeId, LayerRoofline> {
  const found = new Map<NodeId, LayerRoofline>();
  for (const kernel of profile.kernels) {
    const placement = placeKernel(graph, analysis, kernel, source.roofs);
    if (placement === undefined || kernel.anchor === undefined || found.has(kernel.anchor)) continue;
    const { bound, limitMs, ofLimit, note } = placement;
    found.set(kernel.anchor, { bound, ofLimit, limitMs, ...(note === undefined ? {} : { note }) });
  }
  return found;
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
