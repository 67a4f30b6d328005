import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { runCli, runJson } from './runCli';
import { expectValid } from './schemas';

const MLP = 'test/fixtures/models/tabular_mlp.onnx';
const environment = { LAYERWISE_CACHE: temporaryFolder() };

describe('sweep', () => {
  it('prints points, knee, cost and settings of its schema', async () => {
    const args = [
      'sweep',
      MLP,
      '--quick',
      '--batch',
      '1,4',
      '--threads',
      '1',
      '--limit',
      '1000',
      '--price',
      '1',
      '--demand',
      '100',
      '--settings',
    ];
    const result = (await runJson(args, { environment })) as {
      readonly points: readonly unknown[];
      readonly settings: { readonly snippets: { readonly python: string } };
    };
    expectValid('sweep', result);
    expect(result.points).toHaveLength(2);
    expect(result.settings.snippets.python).toContain('intra_op_num_threads = 1');
  });

  it('needs no price to say how many instances serve a load', async () => {
    const args = ['sweep', MLP, '--quick', '--input', 'features=4,30', '--threads', '1', '--demand', '1000000000'];
    const { points } = (await runJson(args, { environment })) as {
      readonly points: readonly { readonly batch: number; readonly cost: unknown; readonly measured: Readonly<Record<string, number>> }[];
    };
    const [point] = points;
    expect(points).toHaveLength(1);
    expect(point).toMatchObject({ batch: 4, cost: { perMillion: null, instances: expect.any(Number) as number } });
    // Four samples a run.
    expect(point?.measured['throughputPerSecond']).toBeGreaterThan(1000 / (point?.measured['p90Ms'] ?? 0));
  });

  it('says it as a table', async () => {
    const { code, stdout, stderr } = await runCli(['sweep', MLP, '--quick', '--batch', '1', '--threads', '1'], { environment });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/Batch +Threads +Median/);
    expect(stdout).toContain('knee');
  });

  it.each([
    ['no numbers', ['--batch', '1,many'], /--batch/],
    ['a batch of nothing', ['--batch', '0'], /--batch/],
    ['more threads than the machine can bear', ['--batch', '1', '--threads', '1,100000'], /100000 threads are too many/],
    ['the batch as a dimension', ['--dim', 'batch=1,4'], /choose it with --batch/],
    ['the batch twice', ['--batch', '2', '--input', 'features=4,30'], /--input settles the batch/],
    ['an unknown symbol', ['--dim', 'height=1,2'], /“height”/],
  ] as const)('refuses %s', async (_what, args, message) => {
    const { code, stdout, stderr } = await runCli(['sweep', MLP, ...args], { environment });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});
