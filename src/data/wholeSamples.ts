import type { NamedTensors } from '../shared/graph/denseTensor';
import { checkNotes, type SampleNotes } from './arrayDataset';
import type { Dataset } from './dataset';

/** A dataset whose samples are whole sets of inputs, read one at a time. */
export async function wholeSamples(
  source: string,
  count: number,
  readSample: (index: number) => Promise<NamedTensors>,
  notes: SampleNotes = {},
): Promise<Dataset> {
  checkNotes(source, count, notes);
  const first = await readSample(0);
  return {
    source,
    count,
    fixedBatch: 1,
    shapes: new Map([...first].map(([name, { dims }]) => [name, dims])),
    labels: notes.labels,
    slices: notes.slices,
    read: start => readSample(start),
    close: () => Promise.resolve(),
  };
}
