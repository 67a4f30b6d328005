import { assertNever } from '../../shared/base/assertNever';
import { applyEdits } from '../../shared/graph/applyEdits';
import type { Attributes, AttributeValue } from '../../shared/graph/attribute';
import type { NodeDefinition } from '../../shared/graph/edit';
import { dtypeNumber } from '../../shared/graph/dtype';
import type { Graph } from '../../shared/graph/graph';
import { producerOf, tensorByName } from '../../shared/graph/traversal';
import { int64Vector } from '../rewrite/vectorWeight';
import { defineNode, Rewriter } from '../rewrite/rewriter';
import { standardOpset } from '../rewrite/standardOpset';
import type { Observation } from '../laboratory';
import type { PackedResults } from './packedResults';

/** From here on the axes of a reduction are an input (ONNX ReduceMean-18). */
const AXES_INPUT_OPSET = 18;
const END = 2 ** 62;

/** How many vectors of an instrumented graph's results answer one observation, in the order that `FindingsCollector` expects. */
export interface Probe {
  readonly observation: Observation;
  readonly vectors: number;
}

export interface Instrumented {
  readonly graph: Graph;
  readonly probes: readonly Probe[];
  /** The vectors of all probes. */
  readonly results: PackedResults;
}

/**
 * A copy of a graph that reduces the observed tensors in the runtime and has only the results as further outputs, so that no activation leaves it. They leave in one
 * piece, since each output costs as much as a small kernel. The runtime walks a graph back from its ends, the last node first: probes stand in the file from the
 * deepest tensor to the shallowest, so that each is computed while its tensor is fresh, and no tensor has to be kept for it.
 * @param stride of `samples` observations: every how many values one is kept
 */
export function instrument(graph: Graph, observations: readonly Observation[], stride: (observation: Observation) => number): Instrumented {
  const sampled = observations.filter(({ kind }) => kind === 'samples').map(({ tensor }) => tensor);
  const builder = new ProbeBuilder(graph, stride, new Set(sampled));
  const depth = ({ tensor }: Observation): number => producerOf(graph, tensorByName(graph, tensor));
  const probes = [...observations]
    .sort((a, b) => depth(b) - depth(a))
    .map((observation): Probe => ({ observation, vectors: builder.add(observation) }));
  const results = builder.pack();
  return { graph: applyEdits(graph, builder.rewriter.batch()), probes, results };
}

class ProbeBuilder {
  readonly rewriter: Rewriter;
  private readonly constants = new Map<string, string>();
  /** Observed tensors as vectors. */
  private readonly flats = new Map<string, string>();
  /** Results as vectors, with their lengths where these are known. */
  private readonly vectors: { readonly name: string; readonly length: number | undefined }[] = [];

  constructor(
    private readonly graph: Graph,
    private readonly stride: (observation: Observation) => number,
    private readonly sampled: ReadonlySet<string>,
  ) {
    this.rewriter = new Rewriter(graph);
  }

  /** Returns the number of vectors. */
  add(observation: Observation): number {
    const before = this.vectors.length;
    switch (observation.kind) {
      case 'range':
        this.range(observation);
        break;
      case 'nan':
        this.nan(observation);
        break;
      case 'mean':
        this.result(this.reduce('ReduceMean', observation.tensor, otherAxes(observation.rank, observation.channelAxis), 0));
        break;
      case 'moments':
        this.moments(observation.tensor, otherAxes(observation.rank, observation.channelAxis));
        break;
      case 'gram':
        this.gram(observation);
        break;
      case 'samples':
        this.result(this.everyNth(observation.tensor, this.stride(observation)));
        break;
      default:
        assertNever(observation);
    }
    return this.vectors.length - before;
  }

  /** Adds the outputs. */
  pack(): PackedResults {
    const unknown = this.vectors.filter(({ length }) => length === undefined).map(({ name }) => this.node('Shape', [name]));
    return {
      lengths: this.vectors.map(({ length }) => length),
      measured: unknown.length === 0 ? undefined : this.output(this.join(unknown), 'int64'),
      values: this.vectors.length === 0 ? undefined : this.output(this.join(this.vectors.map(({ name }) => name)), 'float32'),
    };
  }

  private range({ tensor, isPositive, isImage }: Observation & { readonly kind: 'range' }): void {
    // GlobalMaxPool reads the runtime's blocked layout, so that a convolution's result need not be put in order, unless it is for its samples.
    if (isPositive && isImage && !this.sampled.has(tensor))
      this.result(this.reduce('ReduceMax', this.node('GlobalMaxPool', [tensor]), [0, 1, 2], 0), 1);
    else for (const op of isPositive ? ['ReduceMax'] : ['ReduceMin', 'ReduceMax']) this.result(this.reduceAll(op, tensor), 1);
  }

  /** The sum, or 1 where a value is NaN and 0 where none is. */
  private nan({ tensor, isExact }: Observation & { readonly kind: 'nan' }): void {
    const asked = isExact ? this.node('Cast', [this.node('IsNaN', [tensor])], int('to', dtypeNumber('float32'))) : tensor;
    this.result(this.reduceAll(isExact ? 'ReduceMax' : 'ReduceSum', asked), 1);
  }

  /** Mean, and mean squared distance from it, over `axes`. */
  private moments(tensor: string, axes: readonly number[]): void {
    const mean = this.reduce('ReduceMean', tensor, axes, 1);
    const distance = this.node('Sub', [tensor, mean]);
    const variance = this.reduce('ReduceMean', this.node('Mul', [distance, distance]), axes, 0);
    this.result(this.flat(mean));
    this.result(variance);
  }

  /** The mean of x·xᵀ over all positions, and of x. Of images with many positions each makes a product, so that they need not be turned. */
  private gram({ tensor, rank, channelAxis, byImage = false }: Observation & { readonly kind: 'gram' }): void {
    const x = byImage ? this.node('Reshape', [tensor, this.vector([0, 0, -1])]) : this.rows(tensor, rank, channelAxis);
    const turned = this.node('Transpose', [x], ints('perm', byImage ? [0, 2, 1] : [1, 0]));
    const sums = this.node('MatMul', byImage ? [x, turned] : [turned, x]);
    const positions = this.node('Gather', [this.node('Shape', [x]), this.vector([byImage ? 2 : 0])], int('axis', 0));
    const count = this.node('Cast', [positions], int('to', dtypeNumber('float32')));
    this.result(this.flat(this.node('Div', [byImage ? this.reduce('ReduceMean', sums, [0], 0) : sums, count])));
    this.result(this.reduce('ReduceMean', x, byImage ? [0, 2] : [0], 0));
  }

  /** A matrix with the channels in its columns. */
  private rows(tensor: string, rank: number, channelAxis: number): string {
    const perm = [...otherAxes(rank, channelAxis), channelAxis];
    const isLast = channelAxis === rank - 1;
    return this.node('Flatten', [isLast ? tensor : this.node('Transpose', [tensor], ints('perm', perm))], int('axis', rank - 1));
  }

  private everyNth(tensor: string, stride: number): string {
    const flat = this.flat(tensor);
    if (stride <= 1) return flat;
    return this.node('Slice', [flat, this.vector([0]), this.vector([END]), this.vector([0]), this.vector([stride])]);
  }

  private flat(tensor: string): string {
    const known = this.flats.get(tensor) ?? this.node('Reshape', [tensor, this.vector([-1])]);
    this.flats.set(tensor, known);
    return known;
  }

  private join(vectors: readonly string[]): string {
    return this.node('Concat', vectors, int('axis', 0));
  }

  /** A vector of one value. */
  private reduceAll(op: string, tensor: string): string {
    return this.node(op, [this.flat(tensor)], int('keepdims', 1));
  }

  /** An empty list of axes, which a runtime takes for all of them, leaves the tensor as it is. */
  private reduce(op: string, tensor: string, axes: readonly number[], keepDims: number): string {
    if (axes.length === 0) return tensor;
    const attributes = new Map<string, AttributeValue>([['keepdims', { kind: 'int', value: keepDims }]]);
    const asInput = standardOpset(this.graph) >= AXES_INPUT_OPSET;
    if (!asInput) attributes.set('axes', { kind: 'ints', values: axes });
    return this.node(op, asInput ? [tensor, this.vector(axes)] : [tensor], attributes);
  }

  private node(op: string, inputs: readonly string[], attributes?: Attributes): string {
    const output = this.rewriter.names.make(`probe_${op}`);
    const definition: NodeDefinition = defineNode(op, '', inputs, [output], [], attributes);
    this.rewriter.insert(this.graph.nodes.count, definition);
    return output;
  }

  private result(name: string, length?: number): void {
    this.vectors.push({ name, length });
  }

  private output(name: string, dtype: 'float32' | 'int64'): string {
    this.rewriter.edit({ kind: 'addOutput', name, type: { kind: 'tensor', dtype, shape: undefined } });
    return name;
  }

  private vector(values: readonly number[]): string {
    const key = values.join();
    const known = this.constants.get(key) ?? this.rewriter.addWeight('probe_constant', int64Vector(values));
    this.constants.set(key, known);
    return known;
  }
}

function int(name: string, value: number): Attributes {
  return new Map([[name, { kind: 'int', value }]]);
}

function ints(name: string, values: readonly number[]): Attributes {
  return new Map([[name, { kind: 'ints', values }]]);
}

function otherAxes(rank: number, axis: number): readonly number[] {
  return Array.from({ length: rank }, (_, index) => index).filter(index => index !== axis);
}
