import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ContainedRun } from '../bench/containedRun';
import { containmentCases } from '../bench/containmentCases';
import { runContained } from '../bench/runContained';
import { temporaryFolder } from '../fixtures/temporaryFolder';

const GOOD = path.resolve('test/fixtures/models/tabular_mlp.onnx');
const folder = temporaryFolder();
/** The processes of a run are found through /proc. */
const cases = containmentCases(folder).filter(({ disturbance }) => disturbance === undefined || process.platform === 'linux');

describe('crash set', () => {
  it.each(cases)('$name: one sentence, the right exit code, nothing left', async one => {
    const { exitCode, stderr, leftFiles, leftProcesses } = await runContained(one, folder);
    expect(stderr).toMatch(one.sentence);
    expect({ exitCode, lines: stderr.split('\n').length, leftFiles, leftProcesses }).toEqual({
      ...{ exitCode: one.exitCode, lines: 1, leftFiles: [], leftProcesses: [] },
    });
  });

  it('leaves the next run as good as any', async () => {
    const { exitCode, stderr } = await new ContainedRun([GOOD], path.join(folder, 'tmp')).end();
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  });
});
