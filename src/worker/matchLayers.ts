import { NONE, type Graph, type NodeId } from '../shared/graph/graph';
import { nodeOrigins } from '../shared/graph/provenance';
import { mainGraph, nodeOutputs } from '../shared/graph/traversal';
import type { Analysis } from '../shared/report/analysis';
import { summarizeLayers } from '../shared/report/layerSummary';
import type { Profile } from '../shared/report/latency';

export interface MeasuredModel {
  readonly graph: Graph;
  readonly analysis: Analysis;
  readonly profile: Profile;
}

/** A layer of the base with its measured time, and that of what it became; `undefined` when no kernel of the variant stands on it. */
export interface LayerTimes {
  /** Anchor node in the base. */
  readonly id: NodeId;
  readonly name: string;
  readonly baseMs: number;
  readonly variantMs: number | undefined;
}

export interface MatchedLayers {
  readonly layers: readonly LayerTimes[];
  /** Time of the variant's kernels that stand on no layer of the base. */
  readonly unmatchedMs: number;
}

/**
 * Puts the time of a variant's kernels on the layers of its base: through the provenance that the variant carries when the base is its root, else through names
 * of tensors, which survive most rewriting.
 */
export function matchLayers(base: MeasuredModel, variant: MeasuredModel): MatchedLayers {
  const toBase = nodeInBase(base.graph, variant.graph);
  const times = new Map<NodeId, number>();
  let unmatchedMs = 0;
  for (const { anchor, medianMs } of variant.profile.kernels) {
    const node = anchor === undefined ? undefined : toBase(anchor);
    const layer = node === undefined ? NONE : (base.analysis.hierarchy.layerOf[node] ?? NONE);
    if (layer === NONE) unmatchedMs += medianMs;
    else times.set(layer, (times.get(layer) ?? 0) + medianMs);
  }
  const layers = summarizeLayers(base.analysis, base.profile).map(({ anchor, name, latencyMs = 0 }) => ({
    id: anchor,
    name,
    baseMs: latencyMs,
    variantMs: times.get(anchor),
  }));
  return { layers, unmatchedMs };
}

function nodeInBase(base: Graph, variant: Graph): (node: NodeId) => NodeId | undefined {
  if (base.provenance.isIdentity && !variant.provenance.isIdentity) return node => nodeOrigins(variant, node)[0];
  const makers = makersByTensor(base);
  return node => outputNames(variant, node).flatMap(name => makers.get(name) ?? [])[0];
}

function makersByTensor(graph: Graph): ReadonlyMap<string, NodeId> {
  const makers = new Map<string, NodeId>();
  for (let node = 0; node < mainGraph(graph).nodeCount; node++) for (const name of outputNames(graph, node)) makers.set(name, node);
  return makers;
}

function outputNames(graph: Graph, node: NodeId): readonly string[] {
  return Array.from(nodeOutputs(graph, node)).flatMap(tensor => (tensor === NONE ? [] : [graph.tensors.names[tensor] ?? '']));
}
