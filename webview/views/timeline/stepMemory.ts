import type { ModelView } from '../../../src/shared/report/modelView';
import type { TensorLives } from '../../../src/shared/report/tensorLives';
import type { TimelineSteps } from './timelineSteps';

/** Activations over the steps of a timeline. Bytes are NaN where a size is not known. */
export interface StepMemory {
  /** All that lives while each step runs, and the part of it that the step itself makes. */
  readonly liveBytes: Float64Array;
  readonly outputBytes: Float64Array;
  /** Tensor `tensors[i]` lives during the steps `first[i] … last[i]`. */
  readonly tensors: Int32Array;
  readonly first: Int32Array;
  readonly last: Int32Array;
  readonly bytes: Float64Array;
  /** The first step at which most is alive, −1 when that is not known. */
  readonly peakStep: number;
}

/** Nodes that the runtime drops or runs on the memory of their input: what reads them reads their input. */
const PASSES_THROUGH: ReadonlySet<string> = new Set(['Identity', 'Dropout', 'Reshape', 'Flatten', 'Squeeze', 'Unsqueeze']);

/**
 * Lays lives over the steps. What a fused kernel keeps to itself never exists, so less can be alive than when every node runs on its own; before a profile the
 * steps are nodes and the sum is that of `totals.peakActivationBytes`.
 */
export function stepMemory(steps: TimelineSteps, lives: TensorLives): StepMemory {
  const { view, profile } = steps.model;
  const stepOf = stepOfNodes(steps);
  const spans = profile === undefined ? spansOfNodes(lives, stepOf) : spansOfKernels(view, lives, stepOf, steps.layers.length);
  const outputBytes = new Float64Array(steps.layers.length);
  spans.first.forEach((step, life) => {
    if (spans.isMade[life] === 1) outputBytes[step] = (outputBytes[step] ?? 0) + (spans.bytes[life] ?? NaN);
  });
  const summed = sumOver(spans, steps.layers.length);
  const liveBytes = profile === undefined ? (columnOver(view, stepOf, steps.layers.length) ?? summed) : summed;
  return { ...spans, liveBytes, outputBytes, peakStep: peakOf(liveBytes) };
}

/** Lives at a step, the largest first. */
export function aliveAt(memory: StepMemory, step: number): readonly number[] {
  const alive: number[] = [];
  memory.first.forEach((first, life) => {
    if (first <= step && step <= (memory.last[life] ?? -1)) alive.push(life);
  });
  return alive.sort((a, b) => (memory.bytes[b] ?? 0) - (memory.bytes[a] ?? 0));
}

interface Spans {
  readonly tensors: Int32Array;
  readonly first: Int32Array;
  readonly last: Int32Array;
  readonly bytes: Float64Array;
  /** 0 for inputs of the model, which no step makes. */
  readonly isMade: Uint8Array;
}

/** Step of each node; before a profile a hidden node belongs to the step before it, afterwards nodes that did not run have none (−1). */
function stepOfNodes({ model, layers }: TimelineSteps): Int32Array {
  const stepOf = new Int32Array(model.view.nodeOps.length).fill(-1);
  layers.forEach((layer, step) => {
    for (const node of model.layers[layer]?.nodes ?? []) stepOf[node] = step;
  });
  if (model.profile !== undefined) return stepOf;
  let before = 0;
  return stepOf.map(step => (before = step < 0 ? before : step));
}

function spansOfNodes({ tensors, first, last, bytes }: TensorLives, stepOf: Int32Array): Spans {
  const stepsOf = (nodes: Int32Array) => nodes.map(node => stepOf[node] ?? 0);
  return { tensors, bytes, first: stepsOf(first), last: stepsOf(last), isMade: new Uint8Array(tensors.length).fill(1) };
}

function spansOfKernels(view: ModelView, lives: TensorLives, stepOf: Int32Array, count: number): Spans {
  const maker = makersOf(view);
  const { last: lastRead, isRead } = lastReaders(view, stepOf);
  const results = new Set(view.analysis.outputs.map(({ name }) => name));
  const kept: { readonly life: number; readonly first: number; readonly last: number; readonly isMade: boolean }[] = [];
  lives.tensors.forEach((tensor, life) => {
    const node = maker[tensor] ?? -1;
    const first = node < 0 ? 0 : (stepOf[node] ?? -1);
    if (first < 0) return;
    const isResult = results.has(view.analysis.tensors[tensor]?.name ?? '');
    // Readers inside of bodies are known to the engine only.
    const inBodies = stepOf[lives.last[life] ?? -1] ?? -1;
    const last = isResult ? count - 1 : Math.max(first, lastRead[tensor] ?? -1, inBodies);
    const isInside = node >= 0 && !isResult && isRead[tensor] === 1 && last === first;
    if (!isInside) kept.push({ life, first, last, isMade: node >= 0 });
  });
  return {
    tensors: Int32Array.from(kept, ({ life }) => lives.tensors[life] ?? -1),
    first: Int32Array.from(kept, ({ first }) => first),
    last: Int32Array.from(kept, ({ last }) => last),
    bytes: Float64Array.from(kept, ({ life }) => lives.bytes[life] ?? NaN),
    isMade: Uint8Array.from(kept, ({ isMade }) => Number(isMade)),
  };
}

function makersOf({ outputs, outputStart, nodeOps, analysis }: ModelView): Int32Array {
  const maker = new Int32Array(analysis.tensors.length).fill(-1);
  for (let node = 0; node < nodeOps.length; node++) {
    for (const tensor of outputs.subarray(outputStart[node], outputStart[node + 1])) if (tensor >= 0) maker[tensor] = node;
  }
  return maker;
}

/** The last step that reads each tensor, −1 for none; nodes come after those that they read, so going backwards a dropped node knows its own readers. */
function lastReaders({ inputs, inputStart, outputs, outputStart, nodeOps, analysis }: ModelView, stepOf: Int32Array) {
  const last = new Int32Array(analysis.tensors.length).fill(-1);
  const isRead = new Uint8Array(analysis.tensors.length);
  for (let node = nodeOps.length - 1; node >= 0; node--) {
    const own = stepOf[node] ?? -1;
    const result = outputs[outputStart[node] ?? 0] ?? -1;
    const passed = PASSES_THROUGH.has(nodeOps[node] ?? '') ? (last[result] ?? -1) : -1;
    inputs.subarray(inputStart[node], inputStart[node + 1]).forEach((tensor, position) => {
      if (tensor < 0) return;
      isRead[tensor] = 1;
      last[tensor] = Math.max(last[tensor] ?? -1, own, own < 0 && position === 0 ? passed : -1);
    });
  }
  return { last, isRead };
}

function sumOver({ first, last, bytes }: Spans, count: number): Float64Array {
  const [changes, unknown] = [new Float64Array(count + 1), new Int32Array(count + 1)];
  first.forEach((step, life) => {
    const size = bytes[life] ?? NaN;
    const [target, amount] = Number.isNaN(size) ? [unknown, 1] : [changes, size];
    const end = (last[life] ?? step) + 1;
    target[step] = (target[step] ?? 0) + amount;
    target[end] = (target[end] ?? 0) - amount;
  });
  let [sum, open] = [0, 0];
  return Float64Array.from({ length: count }, (_, step) => {
    sum += changes[step] ?? 0;
    open += unknown[step] ?? 0;
    return open > 0 ? NaN : sum;
  });
}

/** Live bytes as the engine counts them per node; of hidden nodes at the step that they belong to. */
function columnOver(view: ModelView, stepOf: Int32Array, count: number): Float64Array | undefined {
  const values = view.analysis.columns.find(({ id }) => id === 'peakBytes')?.values;
  if (values === undefined) return undefined;
  const live = new Float64Array(count);
  stepOf.forEach((step, node) => {
    const value = values[node] ?? NaN;
    if (Number.isNaN(value) || !(value <= (live[step] ?? 0))) live[step] = value;
  });
  return live;
}

function peakOf(live: Float64Array): number {
  let peak = -1;
  for (let step = 0; step < live.length; step++) {
    const value = live[step] ?? NaN;
    if (Number.isNaN(value)) return -1;
    if (peak < 0 || value > (live[peak] ?? 0)) peak = step;
  }
  return peak;
}
