import type { DenseTensor, NamedTensors } from '../shared/graph/denseTensor';
import { LayerwiseError } from '../shared/report/layerwiseError';
import type { Dataset, ModelInput } from './dataset';
import { fitArray, type FittedArray } from './fitArray';
import type { Preprocess } from './preprocess';
import type { SampleArray } from './sampleArray';

/** What is known about samples besides their inputs. */
export interface SampleNotes {
  readonly labels?: DenseTensor | undefined;
  readonly slices?: readonly string[] | undefined;
}

/**
 * A dataset out of one array per input, by name. Labels and slices must have one entry per sample.
 * Throws `data-missing` when an input has no array, `data-invalid` when something does not fit.
 */
export function arrayDataset(
  source: string,
  arrays: ReadonlyMap<string, SampleArray>,
  inputs: readonly ModelInput[],
  preprocess: Preprocess,
  notes: SampleNotes = {},
): Dataset {
  const fitted = new Map(inputs.map(input => [input.name, fitArray(arrayFor(source, arrays, input), input, preprocess)]));
  const count = commonCount(source, fitted);
  checkNotes(source, count, notes);
  const fixed = commonBatch(source, count, fitted);
  return {
    source,
    count,
    fixedBatch: fixed,
    shapes: new Map([...fitted].map(([name, { shape }]) => [name, shape])),
    labels: notes.labels,
    slices: notes.slices,
    read: (start, samples) => readAll(fitted, start, samples),
    close: async () => {
      await Promise.all([...arrays.values()].map(array => array.close()));
    },
  };
}

async function readAll(fitted: ReadonlyMap<string, FittedArray>, start: number, count: number): Promise<NamedTensors> {
  return new Map(await Promise.all([...fitted].map(async ([name, array]) => [name, await array.read(start, count)] as const)));
}

function arrayFor(source: string, arrays: ReadonlyMap<string, SampleArray>, { name }: ModelInput): SampleArray {
  const array = arrays.get(name) ?? arrays.get(fileNameOf(name));
  if (array !== undefined) return array;
  const present = [...arrays.keys()].join(', ');
  throw new LayerwiseError(
    'data-missing',
    `${source} has nothing for the model's input “${name}”: an array “${fileNameOf(name)}” is needed. It has: ${present === '' ? 'no arrays' : present}.`,
    { file: source },
  );
}

/** An input's name as a file may be called: `input/ids:0` → `input_ids_0`. */
function fileNameOf(input: string): string {
  return input.replace(/[\\/:*?"<>|]/g, '_');
}

function commonCount(source: string, fitted: ReadonlyMap<string, FittedArray>): number {
  const counts = [...fitted].map(([name, { count }]) => ({ name, count }));
  const [first] = counts;
  if (first === undefined) throw new LayerwiseError('data-invalid', `${source} cannot be used: the model has no inputs.`, { file: source });
  const other = counts.find(({ count }) => count !== first.count);
  if (other !== undefined) {
    throw new LayerwiseError(
      'data-invalid',
      `${source} has ${first.count} samples for input “${first.name}”, but ${other.count} for “${other.name}”.`,
      { file: source },
    );
  }
  return first.count;
}

/** The batch that the model insists on, if any input does. Throws `data-invalid` when there are not that many samples. */
function commonBatch(source: string, count: number, fitted: ReadonlyMap<string, FittedArray>): number | undefined {
  const [name, array] = [...fitted].find(([, { fixedBatch }]) => fixedBatch !== undefined) ?? [];
  if (array?.fixedBatch === undefined || count >= array.fixedBatch) return array?.fixedBatch;
  throw new LayerwiseError(
    'data-invalid',
    `${source} has ${count} samples, but the model's input “${name ?? ''}” takes ${array.fixedBatch} at once. Add samples.`,
    { file: source },
  );
}

/** Throws `data-invalid` when there is not one label and one slice name per sample. */
export function checkNotes(source: string, count: number, { labels, slices }: SampleNotes): void {
  const wrong = (what: string, found: number): LayerwiseError =>
    new LayerwiseError(
      'data-invalid',
      `${source} has ${count} samples, but ${found} ${what}. One per sample is needed, in the same order.`,
      {
        file: source,
      },
    );
  const labelled = labels?.dims[0];
  if (labels !== undefined && labelled !== count) throw wrong('labels', labelled ?? 0);
  if (slices !== undefined && slices.length !== count) throw wrong('slice names', slices.length);
}
