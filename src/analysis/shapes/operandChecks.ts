import { broadcastDim } from './broadcast';
import type { SymbolicDim } from './dims/dim';
import type { SymbolicShape } from './fact';
import { normalizeAxis } from './axes';
import type { OperatorContext } from './operatorContext';
import { windowGeometry, windowSpan } from './operators/windowGeometry';

/** What does not fit about a node's operands; nothing where all is well or a size is not a number yet. */
export type CheckOperands = (node: OperatorContext) => string | undefined;

type Rows = readonly (readonly [string, CheckOperands])[];

const STANDARD: Rows = [
  ['Conv ConvInteger', node => checkConvolution(node, 1)],
  ['QLinearConv', node => (node.int('channels_last', 0) === 1 ? undefined : checkConvolution(node, 3))],
  ['ConvTranspose', node => pair(node.dim(0, 1), node.dim(1, 0), 'channels')],
  ['MatMul MatMulInteger', node => checkProduct(node, 1)],
  ['QLinearMatMul', node => checkProduct(node, 3)],
  ['Gemm', checkGemm],
  ['Add Sub Mul Div Pow And Or Xor Equal Less LessOrEqual Greater GreaterOrEqual Where', checkBroadcast],
  ['Concat', checkConcat],
  ['Reshape', checkReshape],
  ['BatchNormalization InstanceNormalization', node => (node.rank(1) === 1 ? pair(node.dim(0, 1), node.dim(1, 0), 'channels') : undefined)],
  ['LSTM GRU RNN', node => pair(node.dim(0, 2), node.dim(1, 2), 'features')],
];

const MICROSOFT: Rows = [
  ['FusedConv', node => checkConvolution(node, 1)],
  ['MatMulNBits MatMulBnb4', node => pair(node.dim(0, -1), node.int('K'), 'features')],
];

const TABLES: ReadonlyMap<string, ReadonlyMap<string, CheckOperands>> = new Map(
  (
    [
      ['', STANDARD],
      ['com.microsoft', MICROSOFT],
    ] as const
  ).map(([domain, rows]) => [domain, new Map(rows.flatMap(([ops, check]) => ops.split(' ').map(op => [op, check] as const)))]),
);

/** The check of an operator's operands; most operators take any. */
export function operandCheck(domain: string, op: string): CheckOperands | undefined {
  return TABLES.get(domain)?.get(op);
}

/** Two numbers that must be equal: of the input, and of the weight that reads it. */
function pair(given: SymbolicDim, taken: SymbolicDim, what: string): string | undefined {
  return differ(given, taken) ? `its input has ${given} ${what}, its weight takes ${taken}` : undefined;
}

function differ(a: SymbolicDim, b: SymbolicDim): boolean {
  return typeof a === 'number' && typeof b === 'number' && a !== b;
}

function checkConvolution(node: OperatorContext, weight: number): string | undefined {
  const filter = node.shape(weight);
  const channels = filter?.[1];
  if (typeof channels !== 'number') return undefined;
  return (
    pair(node.dim(0, 1), channels * node.int('group', 1), 'channels') ?? checkWindow(node, node.ints('kernel_shape') ?? filter?.slice(2))
  );
}

/** A window has to lie within the padded input at least once. */
function checkWindow(node: OperatorContext, kernel: SymbolicShape | undefined): string | undefined {
  const spatial = node.shape(0)?.slice(2);
  if (spatial === undefined || kernel === undefined) return undefined;
  const geometry = windowGeometry(node, kernel);
  if (geometry.autoPad.startsWith('SAME')) return undefined;
  for (const [axis, dim] of spatial.entries()) {
    const span = windowSpan(dim, geometry, axis);
    if (typeof span === 'number' && span < 0)
      return `its window is ${-span} larger than its input with padding along axis ${axis + 2}, whose size is ${dim}`;
  }
  return undefined;
}

function checkProduct(node: OperatorContext, right: number): string | undefined {
  const [a, b] = [node.shape(0), node.shape(right)];
  if (a === undefined || b === undefined) return undefined;
  const inner = b.at(b.length === 1 ? 0 : -2);
  return differ(a.at(-1), inner) ? `it multiplies ${text(a)} by ${text(b)}: ${a.at(-1)} and ${inner} must be equal` : batchFault(a, b);
}

function batchFault(a: SymbolicShape, b: SymbolicShape): string | undefined {
  return broadcastFault([a.slice(0, -2), b.slice(0, -2)]);
}

function checkGemm(node: OperatorContext): string | undefined {
  const [a, b] = [node.shape(0), node.shape(1)];
  const left = a?.[node.int('transA', 0) === 1 ? 0 : 1];
  const right = b?.[node.int('transB', 0) === 1 ? 1 : 0];
  return differ(left, right) ? `it multiplies ${text(a)} by ${text(b)}: ${left} and ${right} must be equal` : undefined;
}

function checkBroadcast(node: OperatorContext): string | undefined {
  // Until opset 6 an attribute says which axes the second operand stands for.
  return node.opset < 7 ? undefined : broadcastFault(node.inputs.flatMap(({ shape }) => (shape === undefined ? [] : [shape])));
}

function broadcastFault(shapes: readonly SymbolicShape[]): string | undefined {
  const rank = Math.max(0, ...shapes.map(shape => shape.length));
  for (let fromEnd = 1; fromEnd <= rank; fromEnd++) {
    let dim: SymbolicDim = 1;
    for (const shape of shapes) {
      const other = shape.length < fromEnd ? 1 : shape[shape.length - fromEnd];
      if (differ(dim, other) && dim !== 1 && other !== 1)
        return `shapes ${shapes.map(text).join(' and ')} do not broadcast: ${dim} and ${other} differ`;
      dim = broadcastDim(dim, other);
    }
  }
  return undefined;
}

function checkConcat(node: OperatorContext): string | undefined {
  const [first, ...others] = node.inputs.map(({ shape }) => shape);
  const axis = first === undefined ? undefined : normalizeAxis(node.int('axis', 1), first.length);
  if (first === undefined || axis === undefined) return undefined;
  for (const other of others) {
    const at = other?.findIndex((dim, index) => index !== axis && differ(dim, first[index])) ?? -1;
    if (at >= 0) return `it joins ${text(first)} and ${text(other)} along axis ${axis}: ${first[at]} and ${other?.[at]} must be equal`;
  }
  return undefined;
}

function checkReshape(node: OperatorContext): string | undefined {
  const [shape, target] = [node.shape(0), node.ints('shape') ?? node.numbers(1)];
  if (shape === undefined || target === undefined) return undefined;
  const allowZero = node.int('allowzero', 0) === 1;
  const wanted = target.map((dim, axis) => (dim === 0 && !allowZero ? shape[axis] : dim));
  const [have, want] = [volume(shape), volume(wanted.filter(dim => dim !== -1))];
  if (have === undefined || want === undefined) return undefined;
  const fits = wanted.includes(-1) ? want !== 0 && have % want === 0 : have === want;
  return fits || (have === 0 && wanted.includes(-1)) ? undefined : `its ${have} elements do not fill ${text(target)}`;
}

function volume(shape: SymbolicShape): number | undefined {
  let product = 1;
  for (const dim of shape) {
    if (typeof dim !== 'number') return undefined;
    product *= dim;
  }
  return product;
}

function text(shape: SymbolicShape | undefined): string {
  return `[${(shape ?? []).map(dim => (typeof dim === 'number' ? dim : '?')).join(', ')}]`;
}
