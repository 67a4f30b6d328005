import type { KernelTrace, TracedKernel } from '../../shared/protocol/workerRunner';
import { NONE, type Graph, type NodeId } from '../../shared/graph/graph';
import { mainGraph } from '../../shared/graph/traversal';
import type { RunEvents } from './topLevelEvents';

/** A kernel of the main graph with its duration in every run. */
export interface TracedNode {
  readonly kernel: TracedKernel;
  /** Node of the optimized graph, `NONE` when it cannot be told. */
  readonly node: NodeId;
  readonly durationsUs: readonly number[];
  readonly waitsUs: readonly number[];
  /** What ran in its bodies in the first run. */
  readonly inside: readonly TracedKernel[];
}

/** Runs that executed the same kernels in the same order as the first. */
export function completeRuns(runs: readonly RunEvents[]): readonly RunEvents[] {
  const [first] = runs;
  if (first === undefined) return [];
  return runs.filter(
    ({ kernels }) => kernels.length === first.kernels.length && kernels.every((kernel, at) => kernel === first.kernels[at]),
  );
}

/**
 * Matches what ran, in runs that are all alike, to the nodes of the optimized graph that the same session wrote. The runtime executes and writes in the same
 * order, so position and operator decide, and names need neither be there nor be unique; where the order differs, unique names do.
 */
export function alignKernels(trace: KernelTrace, runs: readonly RunEvents[], optimized: Graph): readonly TracedNode[] {
  const kernels = (runs[0]?.kernels ?? []).flatMap(kernel => trace.kernels[kernel] ?? []);
  const nodes = matchNodes(kernels, optimized);
  return kernels.map((kernel, position) => ({
    kernel,
    node: nodes[position] ?? NONE,
    durationsUs: runs.map(({ durationsUs }) => durationsUs[position] ?? Number.NaN),
    waitsUs: runs.map(({ waitsUs }) => waitsUs[position] ?? Number.NaN),
    inside: (runs[0]?.inside[position] ?? []).flatMap(inner => trace.kernels[inner] ?? []),
  }));
}

/** By position where operators agree, else by unique names. */
export function matchNodes(kernels: readonly TracedKernel[], optimized: Graph): readonly NodeId[] {
  const { nodeCount } = mainGraph(optimized);
  const sameOrder = kernels.length === nodeCount && kernels.every(({ op }, node) => optimized.nodes.ops[node] === op);
  if (sameOrder) return kernels.map((_, node) => node);
  const byName = new Map<string, NodeId | undefined>();
  for (let node = 0; node < nodeCount; node++) {
    const name = optimized.nodes.names[node] ?? '';
    byName.set(name, byName.has(name) ? undefined : node);
  }
  return kernels.map(({ name }) => byName.get(name) ?? NONE);
}
