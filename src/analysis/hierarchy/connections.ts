import { NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { mainGraph } from '../../shared/graph/traversal';
import type { HiddenNodes } from './hiddenNodes';

/** The graph of activations among the visible nodes of the main graph. */
export class Connections {
  readonly nodeCount: number;

  constructor(
    readonly graph: Graph,
    private readonly nodes: HiddenNodes,
  ) {
    this.nodeCount = mainGraph(graph).nodeCount;
  }

  op(node: NodeId): string {
    return this.graph.nodes.ops[node] ?? '';
  }

  isHidden(node: NodeId): boolean {
    return this.nodes.hidden[node] === 1;
  }

  isStatic(tensor: TensorId): boolean {
    return this.nodes.isStatic[tensor] === 1;
  }

  /** Inputs of a node that carry activations, in order, omitted ones left out. */
  activations(node: NodeId): readonly TensorId[] {
    return this.inputsWhere(node, tensor => !this.isStatic(tensor));
  }

  /** Inputs of a node that are known beforehand: weights, scales, shapes. */
  statics(node: NodeId): readonly TensorId[] {
    return this.inputsWhere(node, tensor => this.isStatic(tensor));
  }

  /** The visible node that makes a tensor, `NONE` for inputs of the graph and statics. */
  producer(tensor: TensorId): NodeId {
    const node = this.graph.tensors.producers[tensor] ?? NONE;
    return node !== NONE && node < this.nodeCount && !this.isHidden(node) ? node : NONE;
  }

  /** Visible nodes that a node reads from, in input order, repeated when it reads several of their outputs. */
  predecessors(node: NodeId): readonly NodeId[] {
    const { inputStart, inputs } = this.graph.nodes;
    const before: NodeId[] = [];
    for (let slot = inputStart[node]!; slot < inputStart[node + 1]!; slot++) {
      const producer = inputs[slot] === NONE ? NONE : this.producer(inputs[slot]!);
      if (producer !== NONE) before.push(producer);
    }
    return before;
  }

  /** Visible nodes of the main graph that read a node's outputs. A body that reads it counts as the node that owns the body. */
  successors(node: NodeId): readonly NodeId[] {
    const { nodes, tensors } = this.graph;
    const readers: NodeId[] = [];
    for (let slot = nodes.outputStart[node]!; slot < nodes.outputStart[node + 1]!; slot++) {
      const tensor = nodes.outputs[slot]!;
      if (tensor === NONE) continue;
      for (let use = tensors.consumerStart[tensor]!; use < tensors.consumerStart[tensor + 1]!; use++) {
        const owner = this.ownerInMain(tensors.consumers[use]!);
        if (owner !== NONE && !this.isHidden(owner)) readers.push(owner);
      }
    }
    return readers;
  }

  private inputsWhere(node: NodeId, accepts: (tensor: TensorId) => boolean): readonly TensorId[] {
    const { inputStart, inputs } = this.graph.nodes;
    const accepted: TensorId[] = [];
    for (let slot = inputStart[node]!; slot < inputStart[node + 1]!; slot++) {
      const tensor = inputs[slot]!;
      if (tensor !== NONE && accepts(tensor)) accepted.push(tensor);
    }
    return accepted;
  }

  private ownerInMain(node: NodeId): NodeId {
    let owner = node;
    while (owner !== NONE && owner >= this.nodeCount) {
      owner = this.graph.subgraphs[this.graph.nodes.subgraphs[owner] ?? 0]?.ownerNode ?? NONE;
    }
    return owner;
  }
}
