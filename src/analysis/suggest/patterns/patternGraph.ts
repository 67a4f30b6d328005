import { NONE, type Graph, type NodeId, type TensorId } from '../../../shared/graph/graph';
import { consumersOf, isGraphOutput, mainGraph, nodeInput, nodeInputs, nodeOutput, producerOf } from '../../../shared/graph/traversal';
import type { TensorReader } from '../../../shared/graph/tensorReader';

/** Exporters write constants such as √2 with three to nine digits, or in half precision. */
const WRITTEN_ROUGHLY = 2e-3;

/** Steps from node to node by which patterns of standard operators are found. Answers `undefined` where a step does not lead there. */
export class PatternGraph {
  constructor(
    readonly graph: Graph,
    private readonly reader: TensorReader,
    /** How far a constant may be from the one that a pattern asks for, relative to it. */
    private readonly tolerance = WRITTEN_ROUGHLY,
  ) {}

  /** Nodes of the main graph with one of these operators, in file order. */
  nodesOf(...ops: readonly string[]): readonly NodeId[] {
    const { nodeCount } = mainGraph(this.graph);
    const found: NodeId[] = [];
    for (let node = 0; node < nodeCount; node++) if (ops.includes(this.op(node))) found.push(node);
    return found;
  }

  /** The standard operator of a node, `""` for others. */
  op(node: NodeId): string {
    return this.graph.nodes.domains[node] === '' ? (this.graph.nodes.ops[node] ?? '') : '';
  }

  input(node: NodeId, index: number): TensorId {
    return nodeInput(this.graph, node, index);
  }

  output(node: NodeId): TensorId {
    return nodeOutput(this.graph, node, 0);
  }

  /** The node that makes a tensor, when it has one of these operators. */
  madeBy(tensor: TensorId, ...ops: readonly string[]): NodeId | undefined {
    const node = producerOf(this.graph, tensor);
    return node !== NONE && ops.includes(this.op(node)) ? node : undefined;
  }

  /** The one node that reads a node's first output, when it has one of these operators and nothing else uses the output. */
  onlyReader(node: NodeId, ...ops: readonly string[]): NodeId | undefined {
    const output = this.output(node);
    const readers = consumersOf(this.graph, output);
    const [reader] = readers;
    if (reader === undefined || readers.length > 1 || isGraphOutput(this.graph, output)) return undefined;
    return reader < mainGraph(this.graph).nodeCount && ops.includes(this.op(reader)) ? reader : undefined;
  }

  /** The other operand of a binary node. */
  otherOperand(node: NodeId, tensor: TensorId): TensorId {
    return this.input(node, this.input(node, 0) === tensor ? 1 : 0);
  }

  /** The value of a constant of one element. */
  scalar(tensor: TensorId): number | undefined {
    const weight = tensor === NONE ? undefined : this.graph.tensors.weights[tensor];
    if (weight === undefined || weight.dims.some(dim => dim !== 1)) return undefined;
    const value = this.reader.readSmall(tensor)?.data[0];
    return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined;
  }

  /** The values of a stored constant of whole numbers. */
  integers(tensor: TensorId): readonly number[] | undefined {
    const isStored = tensor !== NONE && this.graph.tensors.weights[tensor] !== undefined;
    const values = isStored ? Array.from<unknown>(this.reader.readSmall(tensor)?.data ?? []).map(Number) : [];
    return values.length > 0 && values.every(Number.isSafeInteger) ? values : undefined;
  }

  /** The operand of a binary node beside a constant close to `value`; for Sub, Div and Pow the constant has to come second. */
  beside(node: NodeId, value: number): TensorId | undefined {
    const [first = NONE, second = NONE] = nodeInputs(this.graph, node);
    if (this.isClose(this.scalar(second), value)) return first;
    const op = this.op(node);
    return (op === 'Add' || op === 'Mul') && this.isClose(this.scalar(first), value) ? second : undefined;
  }

  private isClose(found: number | undefined, value: number): boolean {
    return found !== undefined && Math.abs(found - value) <= this.tolerance * Math.abs(value);
  }
}
