import { MAIN_GRAPH, NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { consumersOf, mainGraph } from '../../shared/graph/traversal';

/** Who reads what in the main graph: what a body reads counts as read by the main-graph node that holds it. */
export class Readers {
  /** Main-graph node that holds each subgraph, however deep; NONE for the main graph and functions. */
  private readonly holders: Int32Array;
  private readonly bodiesRead = new Map<NodeId, TensorId[]>();

  constructor(private readonly graph: Graph) {
    this.holders = new Int32Array(graph.subgraphs.length).fill(NONE);
    for (const subgraph of graph.subgraphs) {
      if (subgraph.ownerNode === NONE) continue;
      const scope = graph.nodes.subgraphs[subgraph.ownerNode] ?? MAIN_GRAPH;
      this.holders[subgraph.id] = scope === MAIN_GRAPH ? subgraph.ownerNode : (this.holders[scope] ?? NONE);
    }
    this.noteBodies();
  }

  /** The main-graph node that a node belongs to: itself, or the one that holds its body; NONE inside functions. */
  mainNode(node: NodeId): NodeId {
    const subgraph = this.graph.nodes.subgraphs[node] ?? MAIN_GRAPH;
    return subgraph === MAIN_GRAPH ? node : (this.holders[subgraph] ?? NONE);
  }

  count(tensor: TensorId): number {
    return consumersOf(this.graph, tensor).length;
  }

  /** Main-graph nodes that make what a node reads, in ascending order. */
  makersOf(node: NodeId): readonly NodeId[] {
    const { inputStart, inputs } = this.graph.nodes;
    const makers: NodeId[] = [];
    const note = (tensor: TensorId): void => {
      const maker = tensor === NONE ? NONE : (this.graph.tensors.producers[tensor] ?? NONE);
      if (maker !== NONE && this.graph.nodes.subgraphs[maker] === MAIN_GRAPH && this.graph.tensors.weights[tensor] === undefined)
        makers.push(maker);
    };
    for (let slot = inputStart[node] ?? 0; slot < (inputStart[node + 1] ?? 0); slot++) note(inputs[slot] ?? NONE);
    this.bodiesRead.get(node)?.forEach(note);
    return makers.sort((a, b) => a - b);
  }

  private noteBodies(): void {
    const { inputStart, inputs } = this.graph.nodes;
    for (let node = mainGraph(this.graph).nodeCount; node < this.graph.nodes.count; node++) {
      const holder = this.mainNode(node);
      if (holder === NONE) continue;
      let read = this.bodiesRead.get(holder);
      if (read === undefined) this.bodiesRead.set(holder, (read = []));
      for (let slot = inputStart[node]!; slot < inputStart[node + 1]!; slot++) {
        const tensor = inputs[slot]!;
        if (tensor !== NONE && this.graph.tensors.subgraphs[tensor] === MAIN_GRAPH) read.push(tensor);
      }
    }
  }
}
