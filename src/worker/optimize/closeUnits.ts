import { toNumbers } from '../../data/convertElements';
import type { DenseTensor, NamedTensors } from '../../shared/graph/denseTensor';

/** Noise that a sample may have to count as the same where no output looks like class scores: 20 dB, 10 % of the signal. */
const SAME_RATIO = 0.01;
/** What outputs that are all 0 may become, per value (root mean square): rounding of float32 sums that cancel each other, and no signal of any model. */
const SAME_AS_ZERO = 1e-6;

/** Of how many units of a batch something holds. */
export interface CloseUnits {
  /** All outputs are within 10 % (20 dB) of the original's. */
  readonly close: number;
  /** The samples of the batch, or 1 where not all outputs are per sample: a batch is then the least that can be told apart. */
  readonly units: number;
}

/** Both as numbers, of the same length. */
interface Pair {
  readonly expected: ArrayLike<number>;
  readonly actual: ArrayLike<number>;
}

/** @param samples in the batch */
export function closeUnits(reference: NamedTensors, candidate: NamedTensors, samples: number): CloseUnits {
  const units = [...reference.values()].every(({ dims }) => dims[0] === samples) ? samples : 1;
  const pairs = [...reference].map(([name, expected]) => pairOf(expected, candidate.get(name)));
  let close = 0;
  for (let unit = 0; unit < units; unit++) if (pairs.every(pair => isClose(pair, unit, units))) close++;
  return { close, units };
}

/** `true` for texts that are the same, which no unit differs in, and `false` for what cannot be compared. */
function pairOf(expected: DenseTensor, actual: DenseTensor | undefined): Pair | boolean {
  if (actual === undefined) return false;
  const [a, b] = [toNumbers(expected.dtype, expected.data), toNumbers(actual.dtype, actual.data)];
  if (a === undefined || b === undefined) return a === b && [...expected.data].every((text, index) => text === actual.data[index]);
  return a.length === b.length && { expected: a, actual: b };
}

/** NaN of the original is nothing to compare with and left out. */
function isClose(pair: Pair | boolean, unit: number, units: number): boolean {
  if (typeof pair === 'boolean') return pair;
  const { expected, actual } = pair;
  const size = expected.length / units;
  let [signal, noise] = [0, 0];
  for (let index = unit * size; index < (unit + 1) * size; index++) {
    const [a, b] = [expected[index]!, actual[index]!];
    if (Number.isNaN(a) || (a === b && !Number.isFinite(a))) continue;
    signal += a * a;
    noise += (a - b) ** 2;
  }
  return noise <= Math.max(SAME_RATIO * signal, size * SAME_AS_ZERO ** 2);
}
