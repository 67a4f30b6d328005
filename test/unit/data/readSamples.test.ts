import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../../src/data/dataset';
import { openDataset } from '../../../src/data/openDataset';
import { readSamples } from '../../../src/data/readSamples';

const MODELS = 'test/fixtures/models';
const open = (location: string, name: string, shape: readonly (number | string)[]): Promise<Dataset> =>
  openDataset(location, [{ name, dtype: 'float32', shape }], () => {
    throw new Error('no tensor was expected');
  });

describe('readSamples', () => {
  it('reads the samples asked for, in their order, from real data', async () => {
    const dataset = await open(`${MODELS}/mnist_resnet.eval`, 'input', ['batch', 1, 28, 28]);
    expect(dataset).toMatchObject({ count: 200, labels: { dims: [200] } });
    const all = (await dataset.read(0, 8)).get('input');
    const some = (await readSamples(dataset, [5, 0, 1, 7])).get('input');
    expect(some?.dims).toEqual([4, 1, 28, 28]);
    const row = (index: number): readonly unknown[] => [...(all?.data.slice(index * 784, (index + 1) * 784) ?? [])];
    expect([...(some?.data ?? [])]).toEqual([5, 0, 1, 7].flatMap(row));
    expect(Math.max(...row(0).map(Number))).toBe(1);
    expect(await readSamples(dataset, [])).toEqual(new Map());
    await dataset.close();
  });

  it('reads an archive and slices by name', async () => {
    const calibration = await open(`${MODELS}/tabular_mlp.calib.npz`, 'features', ['batch', 30]);
    expect(calibration.count).toBe(69);
    const [first, third] = [await calibration.read(0, 1), await calibration.read(2, 1)].map(feeds => [
      ...(feeds.get('features')?.data ?? []),
    ]);
    const scattered = await readSamples(calibration, [0, 2]);
    expect([...(scattered.get('features')?.data ?? [])]).toEqual([...(first ?? []), ...(third ?? [])]);
    const labelled = await open(`${MODELS}/tabular_mlp.eval`, 'features', ['batch', 30]);
    expect(new Set(labelled.slices)).toEqual(new Set(['small', 'medium', 'large']));
    await Promise.all([calibration.close(), labelled.close()]);
  });

  it('refuses to make one batch of samples of different shapes', async () => {
    const ragged: Dataset = {
      source: 'ragged',
      count: 3,
      shapes: new Map(),
      fixedBatch: 1,
      labels: undefined,
      slices: undefined,
      read: start => Promise.resolve(new Map([['x', { dtype: 'float32', dims: [1, start + 1], data: new Float32Array(start + 1) }]])),
      close: () => Promise.resolve(),
    };
    await expect(readSamples(ragged, [0, 2])).rejects.toMatchObject({ reason: 'data-invalid' });
  });
});
