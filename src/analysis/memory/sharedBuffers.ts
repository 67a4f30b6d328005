import { dtypeBits } from '../../shared/graph/dtype';
import { NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { nodeInput, nodeOutput } from '../../shared/graph/traversal';
import { concreteShape } from '../shapes/axes';
import type { Fact } from '../shapes/fact';
import { factBytes } from './factBytes';
import type { Lifetime } from './lifetimes';

/** Memory that is taken at step `first` and given back after step `last`. */
export interface Buffer {
  readonly bytes: number;
  readonly first: number;
  readonly last: number;
}

/** What planning needs to know of a main graph that runs in a certain order. */
export interface PlannedRun {
  readonly graph: Graph;
  readonly order: readonly NodeId[];
  readonly lifetimes: readonly Lifetime[];
  factOf(tensor: TensorId): Fact;
  /** Whether the planner knows the tensor's shape before the run. */
  isComparable(tensor: TensorId): boolean;
}

/** Kernels of onnxruntime's CPU provider that hand on their first operand's memory; measured with 1.32. */
const VIEWS = new Set(['Reshape', 'Flatten', 'Squeeze', 'Unsqueeze', 'Identity']);

/** Kernels that write into a dying operand of the same size; measured with 1.32: arithmetic such as Add, Exp or Erf does not. */
const IN_PLACE = new Set(
  'Cast Celu Clip Elu HardSigmoid LeakyRelu LogSoftmax Relu Selu Shrink Sigmoid Softmax Softplus Softsign Tanh ThresholdedRelu'.split(' '),
);

/** Buffers of a plan, and when they are needed. */
export interface SharedBuffers {
  /** Memory that is taken once and kept for what comes later. */
  readonly buffers: readonly Buffer[];
  /** The same memory only as long as a tensor lives in it: what no plan can do without. */
  readonly needed: readonly Buffer[];
}

/** Memory while tensors live in it. */
type Need = { -readonly [Key in keyof Buffer]: Buffer[Key] };

interface OpenBuffer {
  /** For the tensors that live in it now. */
  need: Need;
  readonly bytes: number;
  readonly first: number;
  last: number;
  /** What it was made for: it is used again only for a tensor of the same shape. `undefined` when the planner cannot compare it. */
  readonly key: string | undefined;
  isFree: boolean;
}

/**
 * Joins activations into buffers as the runtime's planner does (`core/framework/allocation_planner.cc`): a view shares its operand's memory; an activation
 * function takes over that of an operand which dies; otherwise memory that died earlier, last freed first, is kept for the next tensor of the same shape.
 * Graph inputs belong to the caller and take no memory here; graph outputs get memory of their own.
 */
export function sharedBuffers(run: PlannedRun): SharedBuffers {
  const planner = new Planner(run);
  for (const lifetime of run.lifetimes) if (!lifetime.isInput) planner.place(lifetime);
  return planner;
}

class Planner implements SharedBuffers {
  readonly buffers: OpenBuffer[] = [];
  readonly needed: Need[] = [];
  /** By tensor id. */
  private readonly lifetimeOf: (Lifetime | undefined)[];
  private readonly bufferOf: (OpenBuffer | undefined)[];
  /** Buffers whose tensors are dead by shape, last freed last. */
  private readonly free = new Map<string, OpenBuffer[]>();
  private swept = 0;

  constructor(private readonly run: PlannedRun) {
    const { count } = run.graph.tensors;
    this.lifetimeOf = new Array<Lifetime | undefined>(count).fill(undefined);
    this.bufferOf = new Array<OpenBuffer | undefined>(count).fill(undefined);
    for (const lifetime of run.lifetimes) this.lifetimeOf[lifetime.tensor] = lifetime;
  }

  place(lifetime: Lifetime): void {
    this.sweep(lifetime.first);
    const key = this.shapeKey(lifetime.tensor);
    const buffer =
      this.operandBuffer(lifetime, key) ?? (lifetime.isOutput ? undefined : this.takeFree(lifetime, key)) ?? this.newBuffer(lifetime, key);
    buffer.last = Math.max(buffer.last, lifetime.last);
    buffer.need.last = buffer.last;
    this.bufferOf[lifetime.tensor] = buffer;
  }

  /** Frees what died before a step: operands of the nodes that ran, in their order, then outputs that nobody reads. */
  private sweep(step: number): void {
    for (; this.swept < step; this.swept++) {
      const node = this.run.order[this.swept] ?? NONE;
      const { inputStart, inputs, outputStart, outputs } = this.run.graph.nodes;
      for (let slot = inputStart[node] ?? 0; slot < (inputStart[node + 1] ?? 0); slot++) this.freeDead(inputs[slot] ?? NONE);
      for (let slot = outputStart[node] ?? 0; slot < (outputStart[node + 1] ?? 0); slot++) this.freeDead(outputs[slot] ?? NONE);
    }
  }

  private freeDead(tensor: TensorId): void {
    const buffer = this.bufferOf[tensor];
    const lifetime = buffer === undefined ? undefined : this.lifetimeOf[tensor];
    if (buffer?.key === undefined || buffer.isFree || buffer.last !== this.swept || lifetime?.last !== this.swept || lifetime.isOutput)
      return;
    buffer.isFree = true;
    const stack = this.free.get(buffer.key);
    if (stack === undefined) this.free.set(buffer.key, [buffer]);
    else stack.push(buffer);
  }

  private newBuffer({ tensor, first, last }: Lifetime, key: string | undefined): OpenBuffer {
    const bytes = factBytes(this.run.factOf(tensor));
    const buffer: OpenBuffer = { bytes, first, last, key, isFree: false, need: this.newNeed({ bytes, first, last }) };
    this.buffers.push(buffer);
    return buffer;
  }

  private takeFree({ first, last }: Lifetime, key: string | undefined): OpenBuffer | undefined {
    const buffer = key === undefined ? undefined : this.free.get(key)?.pop();
    if (buffer === undefined) return undefined;
    buffer.isFree = false;
    buffer.need = this.newNeed({ bytes: buffer.bytes, first, last });
    return buffer;
  }

  private newNeed(need: Need): Need {
    this.needed.push(need);
    return need;
  }

  /** The buffer of an operand that the output may take. */
  private operandBuffer({ tensor, maker, first, isOutput }: Lifetime, key: string | undefined): OpenBuffer | undefined {
    const { graph } = this.run;
    const op = graph.nodes.ops[maker] ?? '';
    if (!VIEWS.has(op) && !IN_PLACE.has(op)) return undefined;
    if (isOutput || graph.nodes.domains[maker] !== '' || nodeOutput(graph, maker, 0) !== tensor) return undefined;
    const operand = nodeInput(graph, maker, 0);
    const lifetime = this.lifetimeOf[operand];
    const buffer = this.bufferOf[operand];
    if (buffer === undefined || lifetime === undefined || lifetime.isOutput) return undefined;
    if (VIEWS.has(op)) return buffer;
    const dies = lifetime.last === first && buffer.last === first;
    return IN_PLACE.has(op) && dies && key !== undefined && this.shapeKey(operand) === key ? buffer : undefined;
  }

  /** Equal for tensors that the planner takes for equally large: it compares shapes, not bytes. */
  private shapeKey(tensor: TensorId): string | undefined {
    const { kind, dtype, shape } = this.run.factOf(tensor);
    const concrete = concreteShape(shape);
    if (kind !== 'tensor' || dtype === undefined || concrete === undefined || !this.run.isComparable(tensor)) return undefined;
    return `${dtypeBits(dtype)}:${concrete.join(',')}`;
  }
}
