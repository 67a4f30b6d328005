import { toNumbers } from '../../data/convertElements';
import type { DenseTensor, NamedTensors } from '../../shared/graph/denseTensor';

/** Noise that a sample may have to count as the same where no output looks like class scores: 20 dB, 10 % of the signal. */
const SAME_RATIO = 0.01;

/** How many samples of a batch have all outputs within 10 % (20 dB) of the original's; a batch whose outputs are not per sample counts as a whole. */
export function closeSamples(reference: NamedTensors, candidate: NamedTensors, samples: number): number {
  const parts = [...reference.values()].every(({ dims }) => dims[0] === samples) ? samples : 1;
  let close = 0;
  for (let part = 0; part < parts; part++) {
    if ([...reference].every(([name, expected]) => isClose(expected, candidate.get(name), part, parts))) close++;
  }
  return (close * samples) / parts;
}

function isClose(expected: DenseTensor, actual: DenseTensor | undefined, part: number, parts: number): boolean {
  const a = toNumbers(expected.dtype, expected.data);
  const b = actual && toNumbers(actual.dtype, actual.data);
  if (a === undefined || b === undefined) return a === b;
  if (a.length !== b.length) return false;
  const size = a.length / parts;
  let [signal, noise] = [0, 0];
  for (let index = part * size; index < (part + 1) * size; index++) {
    if (Object.is(a[index], b[index])) {
      if (Number.isFinite(a[index])) signal += a[index]! * a[index]!;
      continue;
    }
    signal += a[index]! * a[index]!;
    noise += (a[index]! - b[index]!) ** 2;
  }
  return noise <= SAME_RATIO * signal;
}
