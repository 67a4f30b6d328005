import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { crashingModel } from '../../fixtures/hostileModels';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { runCli, runJson } from './runCli';
import { expectValid } from './schemas';

const MLP = 'test/fixtures/models/tabular_mlp.onnx';
const QUICK = ['--threads', '1', '--rigor', 'quick'];
const folder = temporaryFolder();
const out = (name: string): string => path.join(folder, name);

interface CompareReport {
  readonly variants: readonly {
    readonly file: string;
    readonly bytes: number;
    readonly outputs: { readonly verdict: string; readonly maxAbs: number };
    readonly metric: { readonly after: { readonly value: number } } | null;
    readonly speedup: { readonly low: number; readonly median: number; readonly high: number; readonly sessions: number };
    readonly againstParent: { readonly file: string } | null;
    readonly layers: readonly { readonly baseMs: number; readonly variantMs: number | null }[];
    readonly peakRssBytes: number;
  }[];
}

async function variantOf(model: string, name: string, pass: string): Promise<string> {
  await runJson(['optimize', model, '--pass', pass, '-o', out(name), '--no-measure']);
  return out(name);
}

describe('compare', () => {
  it('sets variants against the base and against the variant that they were made from', async () => {
    const clean = await variantOf(MLP, 'clean.onnx', 'clean');
    const int8 = await variantOf(clean, 'clean.int8.onnx', 'quantize-dynamic');
    const report = (await runJson([
      'compare',
      MLP,
      clean,
      int8,
      '--eval',
      'test/fixtures/models/tabular_mlp.eval',
      ...QUICK,
    ])) as CompareReport;
    expectValid('compare', report);
    const [first, second] = report.variants;
    expect(first).toMatchObject({ file: clean, againstParent: null });
    expect(second).toMatchObject({ file: int8, againstParent: { file: clean } });
    for (const { speedup, metric, layers, peakRssBytes } of report.variants) {
      expect(speedup.sessions).toBeGreaterThanOrEqual(2);
      expect(speedup.low).toBeLessThanOrEqual(speedup.median);
      expect(speedup.high).toBeGreaterThanOrEqual(speedup.median);
      expect(metric?.after.value).toBeGreaterThan(0.5);
      expect(layers.some(({ variantMs }) => variantMs !== null && variantMs > 0)).toBe(true);
      expect(peakRssBytes).toBeGreaterThan(2 ** 24);
    }
  });

  it('lists a variant that fails with its reason, goes on with the others, and ends with the worst exit code', async () => {
    fs.writeFileSync(out('crash.onnx'), crashingModel());
    fs.writeFileSync(out('text.onnx'), 'no model at all');
    const run = await runCli(['compare', MLP, out('text.onnx'), out('crash.onnx'), MLP, '--json', ...QUICK]);
    expect({ code: run.code, leftovers: run.leftovers }).toEqual({ code: 4, leftovers: [] });
    const report = JSON.parse(run.stdout) as { readonly variants: readonly object[] };
    expectValid('compare', report);
    expect(report.variants).toMatchObject([
      { file: out('text.onnx'), error: { reason: 'text-file' } },
      { file: out('crash.onnx'), error: { reason: 'runtime-crash' } },
      { file: MLP, outputs: { verdict: 'equal' } },
    ]);
    expect(run.stderr).toMatch(/text\.onnx[^]*crash\.onnx/);
  });

  it('says in words that a model equals itself', async () => {
    const { code, stdout, leftovers } = await runCli(['compare', MLP, MLP, ...QUICK]);
    expect({ code, leftovers }).toEqual({ code: 0, leftovers: [] });
    expect(stdout).toContain('equal');
    expect(stdout).toMatch(/no measurable difference|too noisy/);
  });
});
