import type { Judgement } from '../../optimize/laboratory';
import type { NamedTensors } from '../../shared/graph/denseTensor';
import { checkedLabel } from './checkedLabel';
import { closeUnits } from './closeUnits';
import { largestPerRow, looksLikeScores, OutputDifference } from './outputDifference';

interface Batch {
  readonly samples: number;
  readonly labels?: readonly number[];
}

/** Counts, sample by sample, what became of a model's results in a candidate. */
export class ResultCounter {
  private readonly difference = new OutputDifference();
  private samples = 0;
  /** Samples, or whole batches where outputs are not per sample. */
  private units = 0;
  private agreeing = 0;
  private labelled: { lost: number; won: number; samples: number } | undefined;

  /** @param source of the data, in messages */
  constructor(private readonly source: string) {}

  add(reference: NamedTensors, candidate: NamedTensors, batch: Batch): void {
    this.difference.add(reference, candidate, batch.samples);
    const scores = scoresOf(reference, candidate, batch.samples);
    const { close, units } =
      scores === undefined ? closeUnits(reference, candidate, batch.samples) : { close: this.vote(scores, batch), units: batch.samples };
    this.agreeing += close;
    this.units += units;
    this.samples += batch.samples;
  }

  get judgement(): Judgement {
    const { units: samples, agreeing, labelled, difference } = this;
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
