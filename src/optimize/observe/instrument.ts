import { assertNever } from '../../shared/base/assertNever';
import { applyEdits } from '../../shared/graph/applyEdits';
import type { Attributes, AttributeValue } from '../../shared/graph/attribute';
import type { NodeDefinition } from '../../shared/graph/edit';
import { dtypeNumber } from '../../shared/graph/dtype';
import type { Graph } from '../../shared/graph/graph';
import { int64Vector } from '../rewrite/vectorWeight';
import { defineNode, Rewriter } from '../rewrite/rewriter';
import { standardOpset } from '../rewrite/standardOpset';
import type { Observation } from '../laboratory';

/** From here on the axes of a reduction are an input (ONNX ReduceMean-18). */
const AXES_INPUT_OPSET = 18;
const END = 2 ** 62;
/** [N, C, H, W]. */
const IMAGE_RANK = 4;

/** The outputs of an instrumented graph that answer one observation, in the order that `FindingsCollector` expects. */
export interface Probe {
  readonly observation: Observation;
  readonly outputs: readonly string[];
}

export interface Instrumented {
  readonly graph: Graph;
  readonly probes: readonly Probe[];
}

/**
 * A copy of a graph that reduces the observed tensors in the runtime and has only the results as further outputs, so that no activation leaves it.
 * @param stride of `samples` observations: every how many values one is kept
 */
export function instrument(graph: Graph, observations: readonly Observation[], stride: (observation: Observation) => number): Instrumented {
  const builder = new ProbeBuilder(graph, stride);
  const probes = observations.map(observation => ({ observation, outputs: builder.add(observation) }));
  return { graph: applyEdits(graph, builder.rewriter.batch()), probes };
}

class ProbeBuilder {
  readonly rewriter: Rewriter;
  private readonly constants = new Map<string, string>();

  constructor(
    private readonly graph: Graph,
    private readonly stride: (observation: Observation) => number,
  ) {
    this.rewriter = new Rewriter(graph);
  }

  add(observation: Observation): readonly string[] {
    switch (observation.kind) {
      case 'range':
        return observation.isPositive
          ? [this.largest(observation.tensor, observation.rank)]
          : ['ReduceMin', 'ReduceMax'].map(op => this.output(this.reduce(op, observation.tensor, undefined, 0)));
      case 'mean':
        return [this.output(this.reduce('ReduceMean', observation.tensor, otherAxes(observation.rank, observation.channelAxis), 0))];
      case 'moments':
        return this.moments(observation.tensor, otherAxes(observation.rank, observation.channelAxis));
      case 'gram':
        return this.gram(observation.tensor, observation.rank, observation.channelAxis);
      case 'samples':
        return [this.output(this.everyNth(observation.tensor, this.stride(observation)))];
      default:
        return assertNever(observation);
    }
  }

  /** GlobalMaxPool reads the runtime's blocked layout, so that a convolution's result need not be put in order for it. */
  private largest(tensor: string, rank: number | undefined): string {
    const peaks = rank === IMAGE_RANK ? this.node('GlobalMaxPool', [tensor]) : tensor;
    return this.output(this.reduce('ReduceMax', peaks, undefined, 0));
  }

  /** Mean, and mean squared distance from it, over `axes`. */
  private moments(tensor: string, axes: readonly number[]): readonly string[] {
    const mean = this.reduce('ReduceMean', tensor, axes, 1);
    const distance = this.node('Sub', [tensor, mean]);
    const variance = this.reduce('ReduceMean', this.node('Mul', [distance, distance]), axes, 1);
    return [this.output(mean), this.output(variance)];
  }

  /** Channels to the front, everything else to the back, as a matrix Z: Z·Zᵀ / columns, and the mean of each row. */
  private gram(tensor: string, rank: number, channelAxis: number): readonly string[] {
    const perm = [channelAxis, ...otherAxes(rank, channelAxis)];
    const front = this.node('Transpose', [tensor], new Map([['perm', { kind: 'ints', values: perm }]]));
    const flat = this.node('Flatten', [front], new Map([['axis', { kind: 'int', value: 1 }]]));
    const columns = this.node('Gather', [this.node('Shape', [flat]), this.vector([1])], new Map([['axis', { kind: 'int', value: 0 }]]));
    const count = this.node('Cast', [columns], new Map([['to', { kind: 'int', value: dtypeNumber('float32') }]]));
    const turned = this.node('Transpose', [flat], new Map([['perm', { kind: 'ints', values: [1, 0] }]]));
    const product = this.node('MatMul', [this.node('Div', [flat, count]), turned]);
    return [this.output(product), this.output(this.reduce('ReduceMean', flat, [1], 0))];
  }

  private everyNth(tensor: string, stride: number): string {
    const flat = this.node('Reshape', [tensor, this.vector([-1])]);
    if (stride <= 1) return flat;
    return this.node('Slice', [flat, this.vector([0]), this.vector([END]), this.vector([0]), this.vector([stride])]);
  }

  private reduce(op: string, tensor: string, axes: readonly number[] | undefined, keepDims: number): string {
    const attributes = new Map<string, AttributeValue>([['keepdims', { kind: 'int', value: keepDims }]]);
    const asInput = standardOpset(this.graph) >= AXES_INPUT_OPSET;
    if (axes !== undefined && !asInput) attributes.set('axes', { kind: 'ints', values: axes });
    return this.node(op, axes !== undefined && asInput ? [tensor, this.vector(axes)] : [tensor], attributes);
  }

  private node(op: string, inputs: readonly string[], attributes?: Attributes): string {
    const output = this.rewriter.names.make(`probe_${op}`);
    const definition: NodeDefinition = defineNode(op, this.rewriter.names.make('probe'), inputs, [output], [], attributes);
    this.rewriter.insert(this.graph.nodes.count, definition);
    return output;
  }

  private output(name: string): string {
    this.rewriter.edit({ kind: 'addOutput', name, type: { kind: 'tensor', dtype: 'float32', shape: undefined } });
    return name;
  }

  private vector(values: readonly number[]): string {
    const key = values.join();
    const known = this.constants.get(key) ?? this.rewriter.addWeight('probe_constant', int64Vector(values));
    this.constants.set(key, known);
    return known;
  }
}

function otherAxes(rank: number, axis: number): readonly number[] {
  return Array.from({ length: rank }, (_, index) => index).filter(index => index !== axis);
}
