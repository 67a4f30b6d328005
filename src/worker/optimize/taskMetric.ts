import { openDataset } from '../../data/openDataset';
import { batchRanges, type ModelInput } from '../../data/dataset';
import type { DenseTensor, NamedTensors } from '../../shared/graph/denseTensor';
import { lowerDropBound, upperDropBound, type PairedCounts } from '../../optimize/quantize/pairedDropBound';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { TaskMetric } from '../../shared/report/comparison';
import { decodeTensorProto } from '../decodeTensorProto';
import { wilsonInterval } from '../statistics/wilsonInterval';
import { checkedLabel } from './checkedLabel';
import { largestPerRow, looksLikeScores } from './outputDifference';
import { control } from '../../shared/base/control';

const BATCH = 32;

/** Runs a batch of samples through the original and the variant. */
export type RunBoth = (feeds: NamedTensors) => Promise<{ readonly before: NamedTensors; readonly after: NamedTensors }>;

/** Accuracy before and after on labelled data. Throws `data-invalid` when there are no class labels, or no output that looks like class scores. */
export async function measureAccuracy(location: string, inputs: readonly ModelInput[], run: RunBoth): Promise<TaskMetric> {
  const dataset = await openDataset(location, inputs, decodeTensorProto);
  try {
    const labels = classLabels(dataset.labels, location);
    const right = { before: 0, after: 0 };
    const changed = { lost: 0, won: 0 };
    let samples = 0;
    for (const { start, count } of batchRanges(dataset, BATCH)) {
      const { before, after } = await run(await dataset.read(start, count));
      const [was, is] = [before, after].map(outputs => rightAnswers(outputs, labels, start, location));
      was?.forEach((wasRight, row) => {
        const isRight = is?.[row] ?? false;
        right.before += Number(wasRight);
        right.after += Number(isRight);
        changed.lost += Number(wasRight && !isRight);
        changed.won += Number(isRight && !wasRight);
      });
      samples += count;
    }
    const [before, after] = [wilsonInterval(right.before, samples), wilsonInterval(right.after, samples)];
    return { name: 'accuracy', samples, before, after, drop: dropOf({ ...changed, samples }) };
  } finally {
    await dataset.close();
  }
}

function dropOf(counts: PairedCounts): NonNullable<TaskMetric['drop']> {
  const { lost, won, samples } = counts;
  return { value: (lost - won) / samples, low: lowerDropBound(counts), high: upperDropBound(counts) };
}

function classLabels(labels: DenseTensor | undefined, location: string): DenseTensor {
  if (labels?.dims.length === 1) return labels;
  const what = labels === undefined ? 'holds no labels' : 'has labels that are not one class id per sample';
  throw new LayerwiseError('data-invalid', `The data at ${location} ${what}. Accuracy needs labels.npy with a class id per sample.`, {
    file: location,
  });
}

/** Whether each sample's class has the largest score. */
function rightAnswers(outputs: NamedTensors, labels: DenseTensor, start: number, location: string): readonly boolean[] {
  const scores = [...outputs.values()].find(looksLikeScores);
  if (scores === undefined) {
    throw new LayerwiseError(
      'data-invalid',
      `No output of the model looks like class scores [N, classes], so accuracy cannot be computed. ${control('Leave --eval out.', 'Choose no labelled data.')}`,
      { file: location },
    );
  }
  const classes = scores.dims.at(-1) ?? 0;
  return [...largestPerRow(scores)].map(
    (index, row) => index === checkedLabel(Number(labels.data[start + row]), start + row, classes, location),
  );
}
