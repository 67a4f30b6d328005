import { makeTerm, sameDim, sumOfTerms, type DimExpression, type KnownDim, type SymbolicDim } from '../dims/dim';
import { addDims, multiplyDims, subtractDims } from '../dims/dimArithmetic';
import { isAtMost } from '../dims/dimBounds';
import { divideExactly, floorDivideDims, moduloDims } from '../dims/dimDivision';
import { maxDims, minDims } from '../dims/dimExtremes';

export type Evaluate = (a: SymbolicDim, b: SymbolicDim) => SymbolicDim;

/** What an operator of one operand makes of a single value; `undefined` for operators that no shape depends on. */
export function evaluateUnary(op: string): ((value: SymbolicDim) => SymbolicDim) | undefined {
  return UNARY.get(op);
}

/** What an operator of two operands makes of two values. `integers`: division is cut to whole numbers. `assume` is told what is taken to be at least 0. */
export function evaluateBinary(op: string, integers: boolean, assume?: (dim: DimExpression) => void): Evaluate | undefined {
  if (op === 'Div') return integers ? (a, b) => divideIntegers(a, b, assume) : divideReals;
  return BINARY.get(op);
}

const onNumbers =
  (compute: (value: number) => number) =>
  (value: SymbolicDim): SymbolicDim =>
    typeof value === 'number' ? compute(value) : undefined;

const UNARY = new Map<string, (value: SymbolicDim) => SymbolicDim>([
  ['Identity', value => value],
  ['Neg', value => multiplyDims(value, -1)],
  ['Floor', floorValue],
  ['Ceil', value => multiplyDims(floorValue(multiplyDims(value, -1)), -1)],
  ['Abs', value => (isAtMost(0, value) === true ? value : onNumbers(Math.abs)(value))],
  ['Relu', value => maxDims(value, 0)],
  ['Sign', value => (isAtMost(1, value) === true ? 1 : onNumbers(Math.sign)(value))],
  ['Not', onNumbers(value => (value === 0 ? 1 : 0))],
  ['Round', onNumbers(roundToEven)],
  ['Sqrt', onNumbers(Math.sqrt)],
  ['Exp', onNumbers(Math.exp)],
  ['Log', onNumbers(Math.log)],
  ['Reciprocal', onNumbers(value => 1 / value)],
]);

const BINARY = new Map<string, Evaluate>([
  ['Add', addDims],
  ['Sum', addDims],
  ['Sub', subtractDims],
  ['Mul', multiplyDims],
  ['Min', minDims],
  ['Max', maxDims],
  ['Mod', moduloDims],
  ['Pow', powerOf],
  ['Equal', (a, b) => compare(equality(a, b))],
  ['Less', (a, b) => compare(isLess(a, b))],
  ['LessOrEqual', (a, b) => compare(isAtMost(a, b))],
  ['Greater', (a, b) => compare(isLess(b, a))],
  ['GreaterOrEqual', (a, b) => compare(isAtMost(b, a))],
  ['And', (a, b) => (a === 0 || b === 0 ? 0 : bothNumbers(a, b, () => 1))],
  ['Or', (a, b) => (isTrue(a) || isTrue(b) ? 1 : bothNumbers(a, b, () => 0))],
  ['Xor', (a, b) => bothNumbers(a, b, (x, y) => ((x === 0) === (y === 0) ? 0 : 1))],
]);

function bothNumbers(a: SymbolicDim, b: SymbolicDim, compute: (a: number, b: number) => number): SymbolicDim {
  return typeof a === 'number' && typeof b === 'number' ? compute(a, b) : undefined;
}

function isTrue(value: SymbolicDim): boolean {
  return typeof value === 'number' && value !== 0;
}

function compare(answer: boolean | undefined): SymbolicDim {
  return answer === undefined ? undefined : answer ? 1 : 0;
}

/** Certain equality or inequality: of numbers, of equal expressions, and of ranges that do not touch. */
function equality(a: SymbolicDim, b: SymbolicDim): boolean | undefined {
  if (typeof a === 'number' && typeof b === 'number') return a === b;
  if (a === undefined || b === undefined) return undefined;
  if (sameDim(a, b)) return true;
  return isLess(a, b) === true || isLess(b, a) === true ? false : undefined;
}

/** a < b follows from a + 1 ≤ b, and can only be wrong when b ≤ a. */
function isLess(a: SymbolicDim, b: SymbolicDim): boolean | undefined {
  if (typeof a === 'number' && typeof b === 'number') return a < b;
  if (isAtMost(b, a) === true) return false;
  return isAtMost(typeof a === 'number' ? Math.floor(a) + 1 : addDims(a, 1), b) === true ? true : undefined;
}

function powerOf(base: SymbolicDim, exponent: SymbolicDim): SymbolicDim {
  if (typeof base === 'number' && typeof exponent === 'number') return base ** exponent;
  if (exponent === 1) return base;
  return exponent === 2 ? multiplyDims(base, base) : undefined;
}

/** ONNX cuts the quotient of integers towards zero; sizes are not negative, so rounding down is the same for expressions. */
function divideIntegers(a: SymbolicDim, b: SymbolicDim, assume?: (dim: DimExpression) => void): SymbolicDim {
  if (typeof a === 'number' && typeof b === 'number') return b === 0 ? undefined : Math.trunc(a / b);
  if (isAtMost(0, a) === true) return floorDivideDims(a, b);
  if (dividesWhole(a, b)) return divideExactly(a, b);
  if (assume === undefined || !isGrowing(a) || isAtMost(1, b) !== true) return undefined;
  assume(a);
  return floorDivideDims(a, b);
}

/** A size less a number, as in what a window leaves: negative only for inputs that are too small for the model. */
function isGrowing(dim: SymbolicDim): dim is DimExpression {
  return dim !== undefined && typeof dim !== 'number' && dim.terms.every(term => term.coefficient > 0);
}

/** Every term is a multiple of the number, so no rounding takes place whatever the sign. */
function dividesWhole(a: SymbolicDim, b: SymbolicDim): boolean {
  if (a === undefined || typeof a === 'number' || typeof b !== 'number' || b === 0) return false;
  return [a.constant, ...a.terms.map(term => term.coefficient)].every(factor => Number.isInteger(factor / b));
}

/** Exact quotient of real numbers: coefficients may become fractions, which rounding turns into a whole division again. */
function divideReals(a: SymbolicDim, b: SymbolicDim): SymbolicDim {
  if (typeof a === 'number' && typeof b === 'number') return a / b;
  return typeof b === 'number' && b !== 0 ? multiplyDims(a, 1 / b) : divideExactly(a, b);
}

const LARGEST_DENOMINATOR = 1024;

/** Rounds down. For an expression with fractions: floor(x·p/q) as a whole division by the least q that clears them. */
function floorValue(value: SymbolicDim): SymbolicDim {
  if (value === undefined || typeof value === 'number') return value === undefined ? undefined : Math.floor(value);
  if (isWhole(value)) return value;
  const factors = [value.constant, ...value.terms.map(term => term.coefficient)];
  for (let denominator = 2; denominator <= LARGEST_DENOMINATOR; denominator++) {
    if (factors.every(factor => isNearlyWhole(factor * denominator))) return floorDivideDims(scaleUp(value, denominator), denominator);
  }
  return undefined;
}

/** Whether the value is an integer for all sizes of its symbols. */
export function isWhole(value: KnownDim): boolean {
  if (typeof value === 'number') return Number.isInteger(value);
  return Number.isInteger(value.constant) && value.terms.every(term => Number.isInteger(term.coefficient));
}

function isNearlyWhole(value: number): boolean {
  return Math.abs(value - Math.round(value)) < 1e-9;
}

function scaleUp(value: DimExpression, by: number): SymbolicDim {
  const terms = value.terms.map(term => makeTerm(Math.round(term.coefficient * by), term.factors));
  return sumOfTerms(terms, Math.round(value.constant * by));
}

/** Half goes to the even neighbour (ONNX Round). */
function roundToEven(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value - Math.trunc(value)) === 0.5 ? 2 * Math.round(value / 2) : rounded;
}
