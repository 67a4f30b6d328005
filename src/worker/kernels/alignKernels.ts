import type { KernelTrace, TracedKernel } from '../../shared/protocol/workerRunner';
import { NONE, type Graph, type NodeId, type Subgraph } from '../../shared/graph/graph';
import { mainGraph } from '../../shared/graph/traversal';
import type { RunEvents, TracedEvent } from './topLevelEvents';

/** A kernel of the main graph with its duration in every run. */
export interface TracedNode {
  readonly kernel: TracedKernel;
  /** Node of the optimized graph, `NONE` when it cannot be told. */
  readonly node: NodeId;
  readonly durationsUs: readonly number[];
  readonly waitsUs: readonly number[];
  /** What ran in its bodies in every run. */
  readonly inside: readonly (readonly TracedEvent[])[];
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
 * order, so position and operator decide, and names need neither be there nor be unique; where the order differs, unique names do. `match`: another way to match.
 */
export function alignKernels(
  trace: KernelTrace,
  runs: readonly RunEvents[],
  optimized: Graph,
  match: (kernels: readonly TracedKernel[], optimized: Graph) => readonly NodeId[] = matchNodes,
): readonly TracedNode[] {
  const kernels = (runs[0]?.kernels ?? []).flatMap(kernel => trace.kernels[kernel] ?? []);
  const nodes = match(kernels, optimized);
  return kernels.map((kernel, position) => ({
    kernel,
    node: nodes[position] ?? NONE,
    durationsUs: runs.map(({ durationsUs }) => durationsUs[position] ?? Number.NaN),
    waitsUs: runs.map(({ waitsUs }) => waitsUs[position] ?? Number.NaN),
    inside: runs.map(({ inside }) => inside[position] ?? []),
  }));
}

/**
 * Nodes of the main graph, or of another scope: by the runtime's numbers of nodes or by position where operators agree, else by unique names. The runtime writes a graph that it has
 * changed in the order of execution; one that it has left alone stays as it was in the file, where its numbers count.
 */
export function matchNodes(kernels: readonly TracedKernel[], optimized: Graph, scope = mainGraph(optimized)): readonly NodeId[] {
  return matchNumbers(kernels, optimized, scope) ?? matchPositions(kernels, optimized, scope) ?? matchNames(kernels, optimized, scope);
}

/** `undefined` where numbers, operators or names say that the nodes are others. */
function matchNumbers(
  kernels: readonly TracedKernel[],
  { nodes }: Graph,
  { firstNode, nodeCount }: Subgraph,
): readonly NodeId[] | undefined {
  if (kernels.length !== nodeCount || new Set(kernels.map(({ nodeIndex }) => nodeIndex)).size !== nodeCount) return undefined;
  const fits = ({ op, name, nodeIndex }: TracedKernel): boolean => {
    const node = firstNode + nodeIndex;
    const own = nodes.names[node] ?? '';
    return nodeIndex < nodeCount && nodes.ops[node] === op && (own === '' || own === name);
  };
  return kernels.every(fits) ? kernels.map(({ nodeIndex }) => firstNode + nodeIndex) : undefined;
}

function matchPositions(
  kernels: readonly TracedKernel[],
  { nodes }: Graph,
  { firstNode, nodeCount }: Subgraph,
): readonly NodeId[] | undefined {
  const agrees = kernels.length === nodeCount && kernels.every(({ op }, position) => nodes.ops[firstNode + position] === op);
  return agrees ? kernels.map((_, position) => firstNode + position) : undefined;
}

function matchNames(kernels: readonly TracedKernel[], { nodes }: Graph, { firstNode, nodeCount }: Subgraph): readonly NodeId[] {
  const byName = new Map<string, NodeId | undefined>();
  for (let node = firstNode; node < firstNode + nodeCount; node++) {
    const name = nodes.names[node] ?? '';
    byName.set(name, byName.has(name) ? undefined : node);
  }
  return kernels.map(({ name }) => byName.get(name) ?? NONE);
}
