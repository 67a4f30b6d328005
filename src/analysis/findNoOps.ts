import { isReadOutside } from '../shared/graph/constants';
import { MAIN_GRAPH, NONE, type Graph, type NodeId, type TensorId } from '../shared/graph/graph';
import { mainGraph, nodeInput, nodeOutput, producerOf } from '../shared/graph/traversal';
import { isNoOp, type KnownTensors } from './isNoOp';

/** A node that can be taken out, since its output is its first input. */
export interface NoOp {
  readonly node: NodeId;
  /** Others see its output by name, so what makes its input has to write that name instead; else its readers read its input. */
  readonly renames: boolean;
}

/** Nodes of the main graph that change nothing and need not stay for the sake of a name. `opOf`: the standard operator of a node, `""` for those that are left alone. */
export function findNoOps(graph: Graph, known: KnownTensors, opOf: (node: NodeId) => string): readonly NoOp[] {
  const found: NoOp[] = [];
  const gone = new Set<NodeId>();
  const renamed = new Set<TensorId>();
  const { nodeCount } = mainGraph(graph);
  for (let node = 0; node < nodeCount; node++) {
    const op = opOf(node);
    if (op === '' || !isNoOp(graph, node, op, known)) continue;
    const source = nodeInput(graph, node, 0);
    const renames = isReadOutside(graph, nodeOutput(graph, node, 0));
    if (renames && (renamed.has(source) || gone.has(producerOf(graph, source)) || !canBeRenamed(graph, source))) continue;
    if (renames) renamed.add(source);
    gone.add(node);
    found.push({ node, renames });
  }
  return found;
}

function canBeRenamed(graph: Graph, tensor: TensorId): boolean {
  const producer = producerOf(graph, tensor);
  return producer !== NONE && graph.nodes.subgraphs[producer] === MAIN_GRAPH && !isReadOutside(graph, tensor);
}
