import { concreteShape, normalizeAxis, volumeOf } from './axes';
import { broadcastDim } from './broadcast';
import type { SymbolicDim } from './dims/dim';
import type { SymbolicShape } from './fact';
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

/** Two sizes that must be equal: of the input, and of the weight that reads it. */
function pair(given: SymbolicDim, taken: SymbolicDim, what: string): string | undefined {
  const sizes = unequal(given, taken);
  return sizes && `its input has ${sizes[0]} ${what}, its weight takes ${sizes[1]}`;
}

/** Both, when they are numbers and differ. */
function unequal(a: SymbolicDim, b: SymbolicDim): readonly [number, number] | undefined {
  return typeof a === 'number' && typeof b === 'number' && a !== b ? [a, b] : undefined;
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
  for (const [axis, size] of spatial.entries()) {
    const span = windowSpan(size, geometry, axis);
    if (typeof size === 'number' && typeof span === 'number' && span < 0)
      return `its window is ${-span} larger than its input with padding along axis ${axis + 2}, whose size is ${size}`;
  }
  return undefined;
}

function checkProduct(node: OperatorContext, right: number): string | undefined {
  const [a, b] = [node.shape(0), node.shape(right)];
  if (a === undefined || b === undefined) return undefined;
  return innerFault(a, b, a.at(-1), b.at(b.length === 1 ? 0 : -2)) ?? broadcastFault([a.slice(0, -2), b.slice(0, -2)]);
}

function checkGemm(node: OperatorContext): string | undefined {
  const [a, b] = [node.shape(0), node.shape(1)];
  if (a === undefined || b === undefined) return undefined;
  return innerFault(a, b, a[node.int('transA', 0) === 1 ? 0 : 1], b[node.int('transB', 0) === 1 ? 1 : 0]);
}

function innerFault(a: SymbolicShape, b: SymbolicShape, left: SymbolicDim, right: SymbolicDim): string | undefined {
  const sizes = unequal(left, right);
  return sizes && `it multiplies ${text(a)} by ${text(b)}: ${sizes.join(' and ')} must be equal`;
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
      const sizes = dim === 1 || other === 1 ? undefined : unequal(dim, other);
      if (sizes !== undefined) return `shapes ${shapes.map(text).join(' and ')} do not broadcast: ${sizes.join(' and ')} differ`;
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
    if (other === undefined) continue;
    const sizes = first.flatMap((dim, index) => (index === axis ? [] : [unequal(dim, other[index])])).find(found => found !== undefined);
    if (sizes !== undefined) return `it joins ${text(first)} and ${text(other)} along axis ${axis}: ${sizes.join(' and ')} must be equal`;
  }
  return undefined;
}

function checkReshape(node: OperatorContext): string | undefined {
  const [shape, target] = [node.shape(0), node.ints('shape') ?? node.numbers(1)];
  if (shape === undefined || target === undefined) return undefined;
  const allowZero = node.int('allowzero', 0) === 1;
  const wanted = target.map((dim, axis) => (dim === 0 && !allowZero ? shape[axis] : dim));
  const [have, want] = [concreteShape(shape), concreteShape(wanted.filter(dim => dim !== -1))].map(sizes => sizes && volumeOf(sizes));
  if (have === undefined || want === undefined) return undefined;
  const fits = wanted.includes(-1) ? have === 0 || (want !== 0 && have % want === 0) : have === want;
  return fits ? undefined : `its ${have} elements do not fill ${text(target)}`;
}

function text(shape: SymbolicShape): string {
  return `[${shape.map(dim => (typeof dim === 'number' ? dim : '?')).join(', ')}]`;
}
