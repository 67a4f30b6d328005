import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { runCli, runJson } from './runCli';
import { expectValid } from './schemas';

const MLP = 'test/fixtures/models/tabular_mlp.onnx';
const environment = { LAYERWISE_CACHE: temporaryFolder() };

describe('layer', () => {
  it('prints the forms of its schema', async () => {
    const args = ['layer', MLP, '--node', 'l2', '--quick', '--threads', '1', '--int8', '--widths', '16'];
    const result = await runJson(args, { environment });
    expectValid('layer', result);
    expect(result).toMatchObject({
      layer: { id: 4, op: 'Gemm' },
      int8: { ranInIntegers: true },
      staircases: [{ side: 'output', channels: 32 }],
    });
  });

  it('says it as a table', async () => {
    const { code, stdout, stderr } = await runCli(['layer', MLP, '--node', '0', '--quick', '--threads', '1'], { environment });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/Median +95 %/);
    expect(stdout).toContain('as it is');
  });

  it.each([
    ['no layer', [], /--node/],
    ['a layer that is not there', ['--node', 'nowhere'], /“nowhere”/],
    ['no numbers', ['--node', '0', '--widths', 'wide'], /--widths/],
  ] as const)('refuses %s', async (_what, args, message) => {
    const { code, stdout, stderr } = await runCli(['layer', MLP, ...args], { environment });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});
