import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SweepPoint } from '../../../../src/shared/report/sweep';
import { SweepProgressFile } from '../../../../src/worker/sweep/sweepProgressFile';
import { temporaryFolder } from '../../../fixtures/temporaryFolder';

const folder = temporaryFolder();
const FAILED: SweepPoint = {
  batch: 2,
  threads: 1,
  dims: { s: 3 },
  measured: undefined,
  error: { reason: 'memory-limit', message: 'too much' },
};

describe('SweepProgressFile', () => {
  it('gives back what was added to the same sweep until it is removed', () => {
    const file = new SweepProgressFile(['a'], folder);
    file.add(FAILED);
    file.add({ ...FAILED, batch: 4 });
    expect(new SweepProgressFile(['a'], folder).read()).toEqual([FAILED, { ...FAILED, batch: 4 }]);
    expect(new SweepProgressFile(['b'], folder).read()).toEqual([]);
    file.remove();
    expect(file.read()).toEqual([]);
  });

  it('leaves out a line that was cut off when the process was killed', () => {
    const file = new SweepProgressFile(['cut'], folder);
    file.add(FAILED);
    const [name = ''] = fs.readdirSync(folder);
    fs.appendFileSync(path.join(folder, name), '{"batch":4,"thre');
    expect(file.read()).toEqual([FAILED]);
  });
});
