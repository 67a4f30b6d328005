import type { OnnxModel } from '../../onnx/openModel';
import { NONE, type Graph, type NodeId } from '../../shared/graph/graph';
import { nodeOutput } from '../../shared/graph/traversal';
import type { TracedKernel } from '../../shared/protocol/workerRunner';
import type { ImportRequest } from '../../shared/report/jobRequest';
import { mapKernels, UNKNOWN, type KernelOrigin } from '../kernels/mapKernels';
import { nodeMacs } from '../nodeMacs';
import { matchTrace, namedNode } from './matchTrace';
import type { OptimizedGraph } from './optimizedGraphs';
import { tracedSizes, type TracedSizes } from './tracedSizes';

export interface ImportTask {
  readonly request: ImportRequest;
  readonly model: OnnxModel;
  readonly kernels: readonly TracedKernel[];
}

/** A graph that the trace may be of; the model itself has no level. */
type CandidateGraph = OptimizedGraph | { readonly level: 'unknown'; readonly graph: Graph };

/** What the kernels of a trace are in the model. */
export interface TraceMapping extends TracedSizes {
  readonly level: CandidateGraph['level'];
  /** The graph whose nodes ran; what a file must be read for is no longer there. */
  readonly graph: Graph;
  /** Of the kernels of the main graph. */
  readonly origins: readonly KernelOrigin[];
  /** Of a node of `graph`. */
  readonly originOf: (node: NodeId) => KernelOrigin;
  /** Kernels that are nodes of the graph. */
  readonly matched: number;
}

/** Maps a trace through the candidate that has most of its kernels, the first of equals; ends at one that has all. */
export async function bestMapping(task: ImportTask, candidates: AsyncIterable<OptimizedGraph>): Promise<TraceMapping> {
  let best = mappingTo(task, { level: 'unknown', graph: task.model.graph });
  for await (const candidate of candidates) {
    const mapping = mappingTo(task, candidate);
    if (mapping.matched > best.matched || best.level === 'unknown') best = mapping;
    if (mapping.matched === task.kernels.length) return mapping;
  }
  return best;
}

function mappingTo({ request, model, kernels }: ImportTask, { level, graph }: CandidateGraph): TraceMapping {
  const nodes = matchTrace(kernels, graph);
  const { dims, inputShapes } = tracedSizes(model, request.conditions, outputsByName(graph, nodes, kernels));
  const mapped = mapKernels(model.graph, graph, nodeMacs(model.graph, model.reader, inputShapes));
  const byName = nodesByName(model.graph);
  const originOf = (node: NodeId): KernelOrigin => mapped[node] ?? UNKNOWN;
  const origins = kernels.map((kernel, at) => {
    const node = nodes[at] ?? NONE;
    if (node !== NONE) return originOf(node);
    const named = namedNode(model.graph, kernel, byName);
    return named === NONE ? UNKNOWN : { covers: [named], anchor: named, added: false };
  });
  return { level, graph, origins, originOf, matched: nodes.filter(node => node !== NONE).length, dims, inputShapes };
}

function nodesByName({ nodes: { names } }: Graph): ReadonlyMap<string, NodeId> {
  return new Map(Array.from({ length: names.length }, (_, node) => [names[node] ?? '', node] as const).filter(([name]) => name !== ''));
}

/** Shapes of tensors as they were run, by the names that they have in the graph that ran. */
function outputsByName(graph: Graph, nodes: readonly NodeId[], kernels: readonly TracedKernel[]): ReadonlyMap<string, readonly number[]> {
  const shapes = new Map<string, readonly number[]>();
  for (const [at, node] of nodes.entries()) {
    const output = node === NONE ? NONE : nodeOutput(graph, node, 0);
    const shape = kernels[at]?.outputShapes[0];
    if (output !== NONE && shape !== undefined) shapes.set(graph.tensors.names[output] ?? '', shape);
  }
  return shapes;
}
