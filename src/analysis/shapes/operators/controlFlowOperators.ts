import type { SubgraphId } from '../../../shared/graph/graph';
import { normalizeAxis, toDim } from '../axes';
import type { SymbolicDim } from '../dims/dim';
import { mergeFacts, sameShape } from '../mergeFacts';
import { sequenceFact, tensorFact, UNKNOWN, type Fact, type SymbolicShape } from '../fact';
import type { InferOperator, OperatorContext } from '../operatorContext';
import { dataDependent } from './detectionOperators';

/** Passes over a body until what it carries settles: every pass can only forget, one dim of one value at least. */
const MAX_PASSES = 4;

/** If: the branch that is certain to run, else what both branches agree on. */
export const inferIf: InferOperator = node => {
  const condition = node.scalar(0);
  const taken = typeof condition === 'number' ? (condition !== 0 ? 'then_branch' : 'else_branch') : undefined;
  const outcomes = (['then_branch', 'else_branch'] as const).map(name => ({ name, facts: inferBranch(node, name) }));
  const certain = outcomes.find(outcome => outcome.name === taken)?.facts;
  if (certain !== undefined) return certain;
  const [yes, no] = outcomes.map(outcome => outcome.facts);
  return Array.from({ length: node.outputCount }, (_, index) => mergeFacts(yes?.[index] ?? UNKNOWN, no?.[index] ?? UNKNOWN));
};

function inferBranch(node: OperatorContext, name: string): readonly Fact[] | undefined {
  const body = node.body(name);
  return body === undefined ? undefined : node.surroundings.inferBody(body, []);
}

/** Without values: the next iteration sees others. A sequence that is still empty stays so, since nothing else says what its members will be. */
function withoutElements(fact: Fact): Fact {
  if (fact.kind === 'sequence') return sequenceFact(fact.content, fact.items?.length === 0 ? fact.items : undefined);
  return fact.kind === 'tensor' ? tensorFact(fact.dtype, fact.shape) : fact;
}

/** Loops of this many iterations at most are followed one by one where what holds for all of them leaves a size open. */
const MOST_UNROLLED = 16;

/** Loop: inputs M, condition, carried…; body inputs iteration, condition, carried…; body outputs condition, carried…, scanned… */
export const inferLoop: InferOperator = node => {
  const body = node.body('body');
  if (body === undefined) return [];
  const count = node.inputs.length - 2;
  const run = (carried: readonly Fact[], iteration?: number) => runIteration(node, body, carried, iteration);
  const settled = settle(node.inputs.slice(2).map(withoutElements), run);
  if (settled === undefined) return [];
  const trips = tripCount(node, settled.outputs[0]);
  const outputs = [...settled.carried, ...settled.outputs.slice(1 + count).map(fact => scannedFact(fact, trips))];
  if (typeof trips !== 'number' || trips > MOST_UNROLLED || !outputs.some(isOpen)) return outputs;
  const unrolled = unroll(node.inputs.slice(2), trips, run);
  // The facts inside the body stay those that hold for every iteration.
  run(settled.carried);
  return unrolled ?? outputs;
};

/** Outputs of the body in an iteration whose number is known or not. */
function runIteration(
  node: OperatorContext,
  body: SubgraphId,
  carried: readonly Fact[],
  iteration: number | undefined,
): readonly Fact[] | undefined {
  // The runtime gives the number of the iteration the rank that the body declares, 0 or 1.
  const shape = node.surroundings.declaredInput(body, 0).shape?.length === 1 ? [1] : [];
  const number = tensorFact('int64', shape, iteration === undefined ? undefined : [iteration]);
  // An iteration only takes place while the condition holds.
  const condition = tensorFact('bool', node.has(1) ? node.shape(1) : [], [1]);
  return node.surroundings.inferBody(body, [number, condition, ...carried]);
}

function scannedFact(fact: Fact, trips: SymbolicDim): Fact {
  return tensorFact(fact.dtype, fact.shape === undefined ? undefined : [trips, ...fact.shape]);
}

function isOpen({ kind, shape, items }: Fact): boolean {
  if (kind === 'tensor') return shape === undefined || shape.includes(undefined);
  return kind === 'unknown' || (kind === 'sequence' && items === undefined);
}

/** The outputs of a loop whose iterations are followed one by one. */
function unroll(
  initial: readonly Fact[],
  trips: number,
  run: (carried: readonly Fact[], iteration: number) => readonly Fact[] | undefined,
): readonly Fact[] | undefined {
  let carried = initial;
  let scanned: readonly Fact[] | undefined;
  for (let iteration = 0; iteration < trips; iteration++) {
    const outputs = run(carried, iteration);
    if (outputs === undefined) return undefined;
    carried = outputs.slice(1, 1 + initial.length);
    const made = outputs.slice(1 + initial.length);
    scanned = scanned?.map((fact, index) => mergeFacts(fact, made[index] ?? UNKNOWN)) ?? made;
  }
  return scanned === undefined ? undefined : [...carried, ...scanned.map(fact => scannedFact(fact, trips))];
}

interface Settled {
  readonly carried: readonly Fact[];
  readonly outputs: readonly Fact[];
}

/** Repeats the body until its carried values are what went in. `offset` 1: the first body output is the condition. */
function settle(initial: readonly Fact[], run: (carried: readonly Fact[]) => readonly Fact[] | undefined, offset = 1): Settled | undefined {
  let carried = initial;
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const outputs = run(carried);
    if (outputs === undefined) return undefined;
    const next = carried.map((fact, index) => withoutElements(mergeFacts(fact, outputs[index + offset] ?? UNKNOWN)));
    if (next.every((fact, index) => sameFact(fact, carried[index]))) return { carried: next, outputs };
    carried = next;
  }
  const outputs = run(carried.map(() => UNKNOWN));
  return outputs === undefined ? undefined : { carried: carried.map(() => UNKNOWN), outputs };
}

function sameFact(a: Fact, b: Fact | undefined): boolean {
  if (b === undefined || a.kind !== b.kind || a.dtype !== b.dtype || !sameShape(a.shape, b.shape)) return false;
  if ((a.items?.length === 0) !== (b.items?.length === 0)) return false;
  return a.content === b.content || (a.content !== undefined && sameFact(a.content, b.content));
}

/** The given count when the body never asks to stop, 0 when it does not even start. */
function tripCount(node: OperatorContext, condition: Fact | undefined): SymbolicDim {
  if (node.has(1) && node.scalar(1) === 0) return 0;
  const goesOn = condition !== undefined && node.elementsOf(condition)?.[0] === 1;
  const trips = node.has(0) ? toDim(node.scalar(0)) : undefined;
  const starts = !node.has(1) || node.scalar(1) === 1;
  return goesOn && starts && trips !== undefined ? trips : dataDependent(node, 'trips');
}

/** Scan-9: carried values, then sequences sliced along an axis. Scan-8 has a batch axis and an operand of lengths in front. */
export const inferScan: InferOperator = node => {
  const body = node.body('body');
  const scanned = node.int('num_scan_inputs');
  if (body === undefined || scanned === undefined) return [];
  const hasBatch = node.opset < 9;
  const operands = hasBatch ? node.inputs.slice(1) : node.inputs;
  const carriedCount = operands.length - scanned;
  const axes = node.ints('scan_input_axes') ?? node.ints('axes') ?? [];
  const batch = hasBatch ? operands[0]?.shape?.[0] : undefined;
  const slices = operands.slice(carriedCount).map((fact, index) => sliceFact(fact, (axes[index] ?? 0) + (hasBatch ? 1 : 0), hasBatch));
  const initial = operands.slice(0, carriedCount).map(fact => withoutElements(hasBatch ? dropFirst(fact) : fact));
  const settled = settle(initial, carried => node.surroundings.inferBody(body, [...carried, ...slices.map(slice => slice.fact)]), 0);
  if (settled === undefined) return [];
  const length = slices.map(slice => slice.length).find(dim => dim !== undefined);
  const outputAxes = node.ints('scan_output_axes') ?? [];
  const collected = settled.outputs.slice(carriedCount).map((fact, index) => collectFact(fact, length, outputAxes[index] ?? 0));
  return [...settled.carried, ...collected].map(fact => (hasBatch ? addFirst(fact, batch) : fact));
};

function sliceFact(fact: Fact, axisGiven: number, hasBatch: boolean): { readonly fact: Fact; readonly length: SymbolicDim } {
  const axis = fact.shape === undefined ? undefined : normalizeAxis(axisGiven, fact.shape.length);
  if (fact.shape === undefined || axis === undefined) return { fact: tensorFact(fact.dtype, undefined), length: undefined };
  const rest = fact.shape.filter((_, index) => index !== axis && !(hasBatch && index === 0));
  return { fact: tensorFact(fact.dtype, rest), length: fact.shape[axis] };
}

function collectFact(fact: Fact, length: SymbolicDim, axisGiven: number): Fact {
  if (fact.shape === undefined) return fact;
  const axis = axisGiven < 0 ? axisGiven + fact.shape.length + 1 : axisGiven;
  const shape: SymbolicShape = [...fact.shape.slice(0, axis), length, ...fact.shape.slice(axis)];
  return tensorFact(fact.dtype, shape);
}

function dropFirst(fact: Fact): Fact {
  return tensorFact(fact.dtype, fact.shape?.slice(1));
}

function addFirst(fact: Fact, batch: SymbolicDim): Fact {
  return tensorFact(fact.dtype, fact.shape === undefined ? undefined : [batch, ...fact.shape]);
}
