import { NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { consumersOf, mainGraph, nodeInputs, nodeOutputs } from '../../shared/graph/traversal';
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
  activations(node: NodeId): Int32Array {
    return nodeInputs(this.graph, node).filter(tensor => tensor !== NONE && !this.isStatic(tensor));
  }

  /** Inputs of a node that are known beforehand: weights, scales, shapes. */
  statics(node: NodeId): Int32Array {
    return nodeInputs(this.graph, node).filter(tensor => tensor !== NONE && this.isStatic(tensor));
  }

  /** The visible node that makes a tensor, `NONE` for inputs of the graph and statics. */
  producer(tensor: TensorId): NodeId {
    const node = this.graph.tensors.producers[tensor] ?? NONE;
    return node !== NONE && node < this.nodeCount && !this.isHidden(node) ? node : NONE;
  }

  /** Visible nodes that a node reads from, in input order, repeated when it reads several of their outputs. */
  predecessors(node: NodeId): Int32Array {
    return nodeInputs(this.graph, node)
      .map(tensor => (tensor === NONE ? NONE : this.producer(tensor)))
      .filter(producer => producer !== NONE);
  }

  /** Visible nodes of the main graph that read a node's outputs. A body that reads it counts as the node that owns the body. */
  successors(node: NodeId): readonly NodeId[] {
    const readers: NodeId[] = [];
    for (const tensor of nodeOutputs(this.graph, node)) {
      for (const reader of consumersOf(this.graph, tensor)) {
        const owner = this.ownerInMain(reader);
        if (owner !== NONE && !this.isHidden(owner)) readers.push(owner);
      }
    }
    return readers;
  }

  private ownerInMain(node: NodeId): NodeId {
    let owner = node;
    while (owner !== NONE && owner >= this.nodeCount) {
      owner = this.graph.subgraphs[this.graph.nodes.subgraphs[owner] ?? 0]?.ownerNode ?? NONE;
    }
    return owner;
  }
}
