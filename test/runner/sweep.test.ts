import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { sweepModel, type SweepRequest } from '../../src/worker/sweep/sweepModel';
import { ownCache } from '../fixtures/ownCache';
import { temporaryFolder } from '../fixtures/temporaryFolder';
import { recordedContext } from './jobFixtures';

const folder = temporaryFolder();
const REQUEST: SweepRequest = {
  path: 'test/fixtures/models/tabular_mlp.onnx',
  conditions: { dims: {}, threads: 1, seed: 3 },
  ...{ batch: [1, 8], threads: [1, 2], dims: {}, rigor: 'quick', latencyLimitMs: 1e6, searchSettings: false, again: false },
  economics: { pricePerHour: 1, loadPerSecond: undefined },
};

ownCache(folder);

describe('sweepModel', () => {
  it('goes on where it was killed, and measures every point once', async () => {
    const abort = new AbortController();
    const first: string[] = [];
    const onPoint = (point: { readonly batch: number; readonly threads: number }): void => {
      first.push(`${String(point.batch)}/${String(point.threads)}`);
      if (first.length === 2) abort.abort();
    };
    await expect(sweepModel(REQUEST, recordedContext(abort.signal), { onPoint })).rejects.toMatchObject({ reason: 'cancelled' });
    const rest: string[] = [];
    const observer = {
      onPoint: (point: { readonly batch: number; readonly threads: number }) =>
        void rest.push(`${String(point.batch)}/${String(point.threads)}`),
    };
    const result = await sweepModel(REQUEST, recordedContext(), observer);
    expect(result.resumed).toBe(2);
    expect([...first, ...rest].sort()).toEqual(['1/1', '1/2', '8/1', '8/2']);
    expect(result.points.map(({ batch, threads }) => [batch, threads])).toEqual([
      [1, 1],
      [8, 1],
      [1, 2],
      [8, 2],
    ]);
    expect(result.points.every(({ measured, cost }) => (measured?.medianMs ?? 0) > 0 && (cost?.perMillion ?? 0) > 0)).toBe(true);
    expect(result.knee).toBeDefined();
    expect(result.best).toBeDefined();
    expect((await sweepModel({ ...REQUEST, batch: [1], threads: [1] }, recordedContext())).resumed).toBe(0);
  });

  it('keeps a point that fails, with its reason', async () => {
    const conditions = { ...REQUEST.conditions, memoryLimitBytes: 300e6 };
    const result = await sweepModel({ ...REQUEST, conditions, batch: [1, 1_500_000], threads: [1] }, recordedContext());
    expect(result.points[0]?.measured).toBeDefined();
    expect(result.points[1]).toMatchObject({ measured: undefined, error: { reason: 'memory-limit' } });
  });

  it('ends when the file is replaced between two points', async () => {
    const file = path.join(folder, 'replaced.onnx');
    fs.copyFileSync(REQUEST.path, file);
    const onPoint = (): void => fs.copyFileSync('test/fixtures/models/mnist_resnet.onnx', file);
    const sweep = sweepModel({ ...REQUEST, path: file }, recordedContext(), { onPoint });
    await expect(sweep).rejects.toMatchObject({ reason: 'stale-token' });
  });
});
