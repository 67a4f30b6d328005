import { NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { consumersOf, isGraphOutput, nodeInput, nodeOutput, producerOf } from '../../shared/graph/traversal';
import type { Analysis } from '../../shared/report/analysis';
import type { Kernel } from '../../shared/report/latency';
import type { FusionCondition } from '../../shared/report/missedFusion';
import { findDerivedValues, type DerivedValues } from '../derivedValues';

/** The condition of a fusion that fails, with the evidence as a sentence. */
export interface Failure {
  readonly condition: FusionCondition;
  readonly why: string;
}

/** What rules about fusions ask about the model and about what ran. */
export class FusionContext {
  readonly derived: DerivedValues;
  private readonly kernelsOf = new Map<NodeId, Kernel[]>();

  constructor(
    readonly graph: Graph,
    private readonly analysis: Analysis,
    kernels: readonly Kernel[],
  ) {
    this.derived = findDerivedValues(graph);
    for (const kernel of kernels) {
      for (const node of kernel.covers) this.kernelsOf.set(node, [...(this.kernelsOf.get(node) ?? []), kernel]);
    }
  }

  op(node: NodeId): string {
    return this.graph.nodes.domains[node] === '' ? (this.graph.nodes.ops[node] ?? '') : '';
  }

  /** Kernels that did a node's work; none for what the runtime removed. */
  kernels(node: NodeId): readonly Kernel[] {
    return this.kernelsOf.get(node) ?? [];
  }

  /** Whether both nodes ran, and no kernel did the work of both. */
  ranApart(a: NodeId, b: NodeId): boolean {
    const others = this.kernels(b);
    return this.kernels(a).length > 0 && others.length > 0 && !this.kernels(a).some(kernel => others.includes(kernel));
  }

  input(node: NodeId, index: number): TensorId {
    return nodeInput(this.graph, node, index);
  }

  output(node: NodeId): TensorId {
    return nodeOutput(this.graph, node, 0);
  }

  readers(tensor: TensorId): readonly NodeId[] {
    return tensor === NONE ? [] : [...consumersOf(this.graph, tensor)];
  }

  maker(tensor: TensorId): NodeId {
    return tensor === NONE ? NONE : producerOf(this.graph, tensor);
  }

  isConstant(tensor: TensorId): boolean {
    return tensor !== NONE && this.derived.isConstant(tensor);
  }

  /** Dims as the file leaves them: numbers, symbols, `undefined` for unknown ones; `undefined` when not even the rank is known. */
  shape(tensor: TensorId): readonly (number | string | undefined)[] | undefined {
    const facts = this.analysis.tensors[tensor];
    return facts?.symbolic ?? facts?.shape;
  }

  /** Fails when something else than one reader needs what a node makes: a fused kernel would not leave it behind. */
  usedOnce(node: NodeId): Failure | undefined {
    const tensor = this.output(node);
    const name = this.graph.tensors.names[tensor] ?? '';
    if (isGraphOutput(this.graph, tensor)) return { condition: 'graph-output', why: `“${name}” is also an output of the model.` };
    const readers = this.readers(tensor);
    if (readers.length <= 1) return undefined;
    const list = readers.map(reader => `${reader} (${this.graph.nodes.ops[reader] ?? ''})`).join(', ');
    return { condition: 'second-reader', why: `“${name}” is read ${readers.length} times, by the nodes ${list}.` };
  }

  /** Fails for a tensor whose sizes the runtime does not know before it runs. */
  sizesKnown(tensor: TensorId): Failure | undefined {
    const name = this.graph.tensors.names[tensor] ?? '';
    const shape = this.shape(tensor);
    if (shape === undefined) return { condition: 'shape', why: `The shape of “${name}” is not known.` };
    const open = shape.filter(dim => typeof dim !== 'number').map(dim => dim ?? '?');
    if (open.length === 0) return undefined;
    return {
      condition: 'dynamic-dimension',
      why: `“${name}” has dimensions that the file leaves open (${open.join(', ')}); the runtime fuses this only for fixed sizes.`,
    };
  }
}
