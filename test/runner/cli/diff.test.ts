import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { runCli, runJson } from './runCli';
import { expectValid } from './schemas';

const MLP = 'test/fixtures/models/tabular_mlp.onnx';
const folder = temporaryFolder();

interface DiffReport {
  readonly matchedBy: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly differences: readonly {
    readonly kind: string;
    readonly changes: readonly { readonly distance?: { readonly sqnrDb: number } }[];
  }[];
}

describe('diff', () => {
  it('prints what a variant changed, by its provenance', async () => {
    const variant = path.join(folder, 'int8.onnx');
    await runJson(['optimize', MLP, '--pass', 'quantize-dynamic', '-o', variant, '--no-measure']);
    const report = (await runJson(['diff', MLP, variant])) as DiffReport;
    expectValid('diff', report);
    expect(report.matchedBy).toBe('provenance');
    expect(report.differences.length).toBeGreaterThan(0);
    const { code, stdout, stderr } = await runCli(['diff', MLP, variant]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('tabular_mlp.onnx → int8.onnx');
  });

  it('says how far weights are apart when asked', async () => {
    const cleaned = path.join(folder, 'clean.onnx');
    await runJson(['optimize', MLP, '--pass', 'clean', '-o', cleaned, '--no-measure']);
    const report = (await runJson(['diff', MLP, cleaned, '--weights'])) as DiffReport;
    expectValid('diff', report);
    // The normalization of the input goes into the weights behind it.
    const distances = report.differences.flatMap(({ changes }) => changes.flatMap(({ distance }) => distance?.sqnrDb ?? []));
    expect(distances.length).toBeGreaterThan(0);
    expect(distances.every(Number.isFinite)).toBe(true);
  });

  it('finds no difference between a model and itself', async () => {
    const report = (await runJson(['diff', MLP, MLP, '--weights'])) as DiffReport;
    expectValid('diff', report);
    expect(report.differences).toEqual([]);
  });

  it('compares what the layers make, and names the first that diverges', async () => {
    const variant = path.join(folder, 'static.onnx');
    await runJson(['optimize', MLP, '--pass', 'quantize-static', '-o', variant, '--no-measure']);
    const report = (await runJson(['diff', MLP, variant, '--tensors', '--threads', '1'])) as {
      readonly tensors: {
        readonly first: number | null;
        readonly layers: readonly { readonly id: number; readonly localDb: number | null }[];
      };
    };
    expectValid('diff', report);
    const { first, layers } = report.tensors;
    expect(layers.length).toBeGreaterThan(0);
    expect(layers.find(({ localDb }) => localDb !== null && localDb < 60)?.id ?? null).toBe(first);
    const { code, stdout } = await runCli(['diff', MLP, variant, '--tensors', '--threads', '1']);
    expect(code).toBe(0);
    expect(stdout).toContain('own error');
  });

  it.each([[[MLP]], [[MLP, MLP, MLP]], [[]]])('refuses %j', async models => {
    const { code, stderr } = await runCli(['diff', ...models]);
    expect(code).toBe(2);
    expect(stderr).toContain('Name two models');
  });
});
