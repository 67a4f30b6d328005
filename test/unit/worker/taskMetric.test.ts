import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { NamedTensors } from '../../../src/shared/graph/denseTensor';
import type { TaskMetric } from '../../../src/shared/report/comparison';
import { measureAccuracy } from '../../../src/worker/optimize/taskMetric';
import { npyOf } from '../../fixtures/npyBytes';
import { temporaryFolder } from '../../fixtures/temporaryFolder';

const folder = temporaryFolder();
const INPUTS = [{ name: 'x', dtype: 'float32', shape: ['N', 1] }] as const;

/** Three classes; the model says class 1 to everything, the variant class 0. */
function scores({ dims: [samples = 0] }: { readonly dims: readonly number[] }, likely: number): NamedTensors {
  const data = Float32Array.from({ length: samples * 3 }, (_, index) => (index % 3 === likely ? 1 : 0));
  return new Map([['y', { dtype: 'float32', dims: [samples, 3], data }]]);
}

async function accuracy(labels: readonly number[]): Promise<TaskMetric> {
  fs.writeFileSync(path.join(folder, 'x.npy'), npyOf(new Float32Array(labels.length), [labels.length, 1]));
  fs.writeFileSync(path.join(folder, 'labels.npy'), npyOf(BigInt64Array.from(labels, BigInt)));
  return measureAccuracy(folder, INPUTS, feeds => {
    const x = feeds.get('x') ?? { dims: [] };
    return Promise.resolve({ before: scores(x, 1), after: scores(x, 0) });
  });
}

describe('measureAccuracy', () => {
  it('counts the samples whose class has the largest score', async () => {
    expect(await accuracy([1, 1, 0, 2])).toMatchObject({ before: { value: 0.5 }, after: { value: 0.25 } });
  });

  it('bounds what the same samples lost, not the difference of two shares', async () => {
    const { drop } = await accuracy([1, 1, 0, 2]);
    expect(drop?.value).toBe(0.25);
    expect(drop?.low).toBeLessThan(0);
    expect(drop?.high).toBeGreaterThan(0.25);
    const { drop: none } = await accuracy(Array.from({ length: 400 }, () => 2));
    expect(none?.value).toBe(0);
    expect(none?.high).toBeLessThan(0.01);
  });

  it.each([3, -1, 77])('refuses the label %i of a model with three classes', async label => {
    await expect(accuracy([0, label])).rejects.toMatchObject({
      reason: 'data-invalid',
      message: expect.stringMatching(/sample 1 .*classes 0 to 2/) as string,
    });
  });
});
