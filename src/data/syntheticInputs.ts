import { assertNever } from '../shared/base/assertNever';
import { formatCount } from '../shared/base/formatNumber';
import { normalFrom, seededRandom, type Random } from '../shared/base/random';
import type { DenseTensor, NamedTensors } from '../shared/graph/denseTensor';
import { isFloatDtype } from '../shared/graph/dtype';
import { LayerwiseError } from '../shared/report/layerwiseError';
import type { ModelInput } from './dataset';
import { fromNumbers } from './convertElements';
import { chooseFilling, type Filling } from './syntheticFilling';
import { control } from '../shared/base/control';

/** What one message to the process that runs models can hold as float64. */
const MOST_VALUES = 2 ** 28;

export interface SyntheticInputs {
  readonly feeds: NamedTensors;
  /** What each input was filled with, in words: `input_ids: random ids below 30 522`. */
  readonly description: readonly string[];
}

/**
 * Inputs made up by element type, name and shape, the same for the same seed. `shapes`: every input's concrete shape; `limits`: exclusive upper bound of
 * inputs that index a table. Throws `dimension-needed` for an input without a shape, `unsupported-type` for one that cannot be fed, `memory-limit` for one too large.
 */
export function syntheticInputs(
  inputs: readonly ModelInput[],
  shapes: ReadonlyMap<string, readonly number[]>,
  seed: number,
  limits: ReadonlyMap<string, number> = new Map(),
): SyntheticInputs {
  const random = seededRandom(seed);
  const made = inputs.map(input => {
    const dims = shapes.get(input.name);
    if (dims === undefined) throw unknownShape(input.name);
    const filling = chooseFilling(input, dims, { limit: limits.get(input.name), shapes });
    return { name: input.name, tensor: fill(input, dims, filling, random), words: filling.words };
  });
  return {
    feeds: new Map(made.map(({ name, tensor }) => [name, tensor])),
    description: made.map(({ name, words }) => `${name}: ${words}`),
  };
}

function fill({ name, dtype }: ModelInput, dims: readonly number[], filling: Filling, random: Random): DenseTensor {
  const count = dims.reduce((product, size) => product * size, 1);
  if (count > MOST_VALUES) throw tooLarge(name, dims);
  if (dtype === 'string') return { dtype, dims, data: Array.from({ length: count }, () => '') };
  const data = fromNumbers(dtype, values(count, dims, filling, random, isFloatDtype(dtype)));
  if (data === undefined) throw new LayerwiseError('unsupported-type', `The input “${name}” has the type ${dtype}, which cannot be fed.`);
  return { dtype, dims, data };
}

function values(count: number, dims: readonly number[], filling: Filling, random: Random, real: boolean): Float64Array {
  const result = new Float64Array(count);
  const last = dims.at(-1) ?? 1;
  const normal = normalFrom(random);
  for (let index = 0; index < count; index++) result[index] = valueAt(index, last, filling, random, normal, real);
  return result;
}

function valueAt(index: number, last: number, filling: Filling, random: Random, normal: Random, real: boolean): number {
  switch (filling.kind) {
    case 'constant':
      return filling.values[index % filling.values.length] ?? 0;
    case 'uniform':
      return real
        ? filling.low + random() * (filling.high - filling.low)
        : Math.floor(filling.low + random() * (filling.high - filling.low));
    case 'normal':
      return normal();
    case 'positions':
      return index % last;
    default:
      return assertNever(filling);
  }
}

function tooLarge(name: string, dims: readonly number[]): LayerwiseError {
  return new LayerwiseError(
    'memory-limit',
    `The input “${name}” of shape [${dims.join(', ')}] is too large: at most ${formatCount(MOST_VALUES)} values can be fed. Choose smaller sizes.`,
  );
}

function unknownShape(name: string): LayerwiseError {
  return new LayerwiseError(
    'dimension-needed',
    `The shape of the input “${name}” is not known. ${control(`Name it with --input ${name}=1,3,224,224 (its own sizes), or give data with --data.`, 'Choose its sizes, or data.')}`,
  );
}
