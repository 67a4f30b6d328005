import type { SymbolicDim } from '../shapes/dims/dim';
import type { Fact, SymbolicShape } from '../shapes/fact';
import type { OperatorContext } from '../shapes/operatorContext';
import type { NodeCost } from './nodeCost';

/** One node as a cost function sees it: sizes as numbers, NaN where they are not known, so that what depends on them is not known either. */
export class CostContext {
  constructor(
    readonly operator: OperatorContext,
    readonly outputs: readonly Fact[],
  ) {}

  /** One dim of an operand; negative axes count from the end. */
  dim(input: number, axis: number): number {
    return toNumber(this.operator.dim(input, axis));
  }

  rank(input: number): number | undefined {
    return this.operator.rank(input);
  }

  /** Dims of an operand, `undefined` when its rank is not known. */
  dims(input: number): readonly number[] | undefined {
    return this.operator.shape(input)?.map(toNumber);
  }

  outputDims(output = 0): readonly number[] | undefined {
    return this.outputs[output]?.shape?.map(toNumber);
  }

  /** Elements of an operand. */
  volume(input: number): number {
    return volumeOfShape(this.operator.shape(input));
  }

  outputVolume(output = 0): number {
    return volumeOfShape(this.outputs[output]?.shape);
  }

  has(input: number): boolean {
    return this.operator.has(input);
  }

  int(name: string, otherwise = Number.NaN): number {
    return this.operator.int(name, otherwise);
  }

  flag(name: string): boolean {
    return this.operator.int(name, 0) === 1;
  }
}

/** NaN for an unknown shape, 1 for a scalar. */
export function productOf(dims: readonly number[] | undefined): number {
  return dims === undefined ? Number.NaN : dims.reduce((product, dim) => product * dim, 1);
}

function volumeOfShape(shape: SymbolicShape | undefined): number {
  if (shape === undefined) return Number.NaN;
  let volume = 1;
  for (const dim of shape) volume *= toNumber(dim);
  return volume;
}

export function toNumber(dim: SymbolicDim): number {
  return typeof dim === 'number' ? dim : Number.NaN;
}

/** What a node of an operator costs. */
export type CostFunction = (node: CostContext) => NodeCost;
