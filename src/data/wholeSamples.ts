import type { NamedTensors } from '../shared/graph/denseTensor';
import type { Dataset } from './dataset';

/** A dataset whose samples are whole sets of inputs, read one at a time. */
export async function wholeSamples(source: string, count: number, readSample: (index: number) => Promise<NamedTensors>): Promise<Dataset> {
  const first = await readSample(0);
  return {
    source,
    count,
    fixedBatch: 1,
    shapes: new Map([...first].map(([name, { dims }]) => [name, dims])),
    labels: undefined,
    slices: undefined,
    read: start => readSample(start),
    close: () => Promise.resolve(),
  };
}
