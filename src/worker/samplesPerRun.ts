import type { ModelInput } from '../data/dataset';
import { isBatchLike } from './fixDims';

/** Samples that one run takes in: the size of the first batch-like leading dimension, 1 where there is none. `shapes`: concrete shape of every input. */
export function samplesPerRun(inputs: readonly ModelInput[], shapes: ReadonlyMap<string, readonly number[]>): number {
  const batched = inputs.find(input => hasBatch(input));
  return (batched && shapes.get(batched.name)?.[0]) ?? 1;
}

/** Whether the leading dimension of an input is a batch that can be chosen. */
export function hasBatch({ shape }: ModelInput): boolean {
  return shape !== undefined && shape.length > 0 && isBatchLike(shape[0], shape);
}
