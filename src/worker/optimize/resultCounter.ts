import type { Judgement } from '../../optimize/laboratory';
import { toNumbers } from '../../data/convertElements';
import type { DenseTensor, NamedTensors } from '../../shared/graph/denseTensor';
import { checkedLabel } from './checkedLabel';
import { largestPerRow, looksLikeScores, OutputDifference } from './outputDifference';

/** Noise that a sample may have to count as the same where no output looks like class scores: 20 dB, 10 % of the signal. */
const SAME_RATIO = 0.01;

interface Batch {
  readonly samples: number;
  readonly labels?: readonly number[];
}

/** Counts, sample by sample, what became of a model's results in a candidate. */
export class ResultCounter {
  private readonly difference = new OutputDifference();
  private samples = 0;
  private agreeing = 0;
  private labelled: { lost: number; won: number; samples: number } | undefined;

  /** @param source of the data, in messages */
  constructor(private readonly source: string) {}

  add(reference: NamedTensors, candidate: NamedTensors, batch: Batch): void {
    this.difference.add(reference, candidate, batch.samples);
    const scores = scoresOf(reference, candidate, batch.samples);
    this.agreeing += scores === undefined ? closeSamples(reference, candidate, batch.samples) : this.vote(scores, batch);
    this.samples += batch.samples;
  }

  get judgement(): Judgement {
    const { samples, agreeing, labelled, difference } = this;
    const { sqnrDb } = difference.comparison('data');
    return { samples, agreeing: difference.broken ? 0 : agreeing, sqnrDb, ...(labelled && { labelled }) };
  }

  private vote({ expected, actual, classes }: Scores, { labels }: Batch): number {
    labels?.forEach((value, row) => {
      const label = checkedLabel(value, this.samples + row, classes, this.source);
      const counts = (this.labelled ??= { lost: 0, won: 0, samples: 0 });
      const [before, after] = [expected[row] === label, actual[row] === label];
      counts.samples++;
      if (before && !after) counts.lost++;
      if (after && !before) counts.won++;
    });
    return expected.filter((index, row) => index === actual[row]).length;
  }
}

interface Scores {
  readonly expected: readonly number[];
  readonly actual: readonly number[];
  readonly classes: number;
}

/** Largest scores per sample, of the first output that has some. */
function scoresOf(reference: NamedTensors, candidate: NamedTensors, samples: number): Scores | undefined {
  for (const [name, expected] of reference) {
    const actual = candidate.get(name);
    if (!looksLikeScores(expected) || expected.dims[0] !== samples || actual?.dims.join() !== expected.dims.join()) continue;
    return { expected: largestPerRow(expected), actual: largestPerRow(actual), classes: expected.dims[1] ?? 0 };
  }
  return undefined;
}

/** Samples all of whose outputs are close; a batch whose outputs are not per sample counts as a whole. */
function closeSamples(reference: NamedTensors, candidate: NamedTensors, samples: number): number {
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
