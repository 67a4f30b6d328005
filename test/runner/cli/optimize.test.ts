import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { VariantStore } from '../../../src/store/variantStore';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { runCli, runJson } from './runCli';
import { expectValid } from './schemas';

const MODELS = 'test/fixtures/models';
const RESNET = `${MODELS}/mnist_resnet.onnx`;
const folder = temporaryFolder();
const out = (name: string): string => path.join(folder, name);

interface OptimizeReport {
  readonly passes: readonly { readonly id: string }[];
  readonly output: string;
  readonly before: { readonly bytes: number; readonly totals: { readonly nodes: number } };
  readonly after: { readonly bytes: number; readonly totals: { readonly nodes: number } };
  readonly verification: { readonly maxAbs: number; readonly sqnrDb: number; readonly verdict: string } | null;
  readonly ranAs: { readonly int8?: readonly [number, number] };
}

interface TriedPlan {
  readonly tried?: { readonly kind: string; readonly source: string };
  readonly layers: readonly {
    readonly action: string;
    readonly errorDb?: number;
    readonly triedMs?: { readonly before: number; readonly after: number };
  }[];
}

async function optimize(model: string, name: string, ...args: readonly string[]): Promise<OptimizeReport> {
  const before = fs.readFileSync(model);
  const report = (await runJson(['optimize', model, '-o', out(name), '--no-measure', ...args])) as OptimizeReport;
  expectValid('optimize', report);
  expect(report.output).toBe(out(name));
  expect(fs.statSync(out(name)).size).toBe(report.after.bytes);
  expect(fs.readFileSync(model).equals(before)).toBe(true);
  expectValid('info', await runJson(['info', out(name)]));
  return report;
}

describe('optimize', () => {
  it('cleans without changing what comes out', async () => {
    const report = await optimize(RESNET, 'clean.onnx', '--pass', 'clean');
    expect(report.after.totals.nodes).toBeLessThan(report.before.totals.nodes);
    expect(['equal', 'close']).toContain(report.verification?.verdict);
  });

  it('quantizes statically on the data beside the model, and the layers truly run in INT8', async () => {
    const report = await optimize(RESNET, 'int8.onnx', '--pass', 'quantize-static');
    expect(report.after.bytes / report.before.bytes).toBeLessThan(0.35);
    expect(report.verification?.sqnrDb).toBeGreaterThan(25);
    expect(report).toMatchObject({ data: { kind: 'data', fitted: 51, heldBack: 13 } });
    expect(report.ranAs.int8?.[0]).toBeGreaterThan(0);
  });

  it('keeps what it made for the editor, under whole paths', async () => {
    const kept = { environment: { LAYERWISE_CACHE: path.join(folder, 'cache') }, cwd: folder };
    fs.copyFileSync(RESNET, out('kept.onnx'));
    await runJson(['optimize', 'kept.onnx', '--pass', 'clean', '--no-measure', '--no-data'], kept);
    const found = new VariantStore(path.join(folder, 'editor'), [path.join(folder, 'cache')]).descendants(out('kept.onnx'));
    expect(found).toMatchObject([{ path: out('kept.clean.onnx'), name: 'clean', state: 'kept', result: { passes: [{ id: 'clean' }] } }]);
    expect(found[0]?.parentSkeletonHash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('quantizes dynamically', async () => {
    const report = await optimize(`${MODELS}/mnist_vit.onnx`, 'vit.onnx', '--pass', 'quantize-dynamic');
    expect(report.after.bytes / report.before.bytes).toBeLessThan(0.4);
  });

  it('prunes, and says the true accuracy on labelled data', async () => {
    const report = await optimize(
      'media/samples/mnist_wide.onnx',
      'prune.onnx',
      '--pass',
      'prune-channels:macs=0.5',
      '--eval',
      'media/samples/mnist_wide.eval',
      '--samples',
      '64',
    );
    expect(report.after.bytes).toBeLessThan(report.before.bytes);
    expect(report).toMatchObject({ data: { fitted: 51, heldBack: 13 } });
    expect(report.verification).toMatchObject({ metric: { name: 'accuracy', samples: expect.any(Number) as number } });
  });

  it('runs passes in order and takes a recipe', async () => {
    const recipe = out('recipe.json');
    fs.writeFileSync(recipe, JSON.stringify({ passes: [{ id: 'clean' }, { id: 'quantize-dynamic' }] }));
    const report = await optimize(`${MODELS}/mnist_vit.onnx`, 'recipe.onnx', '--recipe', recipe);
    const ids = report.passes.map(({ id }) => id);
    expect(ids.indexOf('clean')).toBeLessThan(ids.indexOf('quantize-dynamic'));
  });

  it('measures both models in turns', async () => {
    const report = await runJson(['optimize', RESNET, '--pass', 'clean', '-o', out('measured.onnx'), '--threads', '1', '--rigor', 'quick']);
    expectValid('optimize', report);
    expect(report).toMatchObject({ batch: 1, speedup: { verdict: expect.any(String) as string } });
  });

  it('prints a before and after for people', async () => {
    const { code, stdout, leftovers } = await runCli(['optimize', RESNET, '--pass', 'clean', '-o', out('people.onnx'), '--no-measure']);
    expect({ code, leftovers }).toEqual({ code: 0, leftovers: [] });
    expect(stdout).toContain('people.onnx');
    expect(stdout).toMatch(/file +2\.73.MB +\d/);
    expect(stdout).not.toContain('undefined');
  });
});

describe('layers that are excluded', () => {
  it('stay as they are, with the reason', async () => {
    const all = (await runJson(['optimize', RESNET, '--pass', 'quantize-static', '--dry-run'])) as {
      layers: { node: number; action: string }[];
    };
    const [first = -1] = all.layers.filter(({ action }) => action === 'change').map(({ node }) => node);
    const plan = await runJson(['optimize', RESNET, '--pass', 'quantize-static', '--dry-run', '--exclude', String(first)]);
    expect((plan as typeof all).layers.find(({ node }) => node === first)).toMatchObject({ action: 'skip', detail: 'left out by choice' });
    const { code, stderr } = await runCli(['optimize', RESNET, '--pass', 'clean', '--exclude', 'conv1', '--dry-run']);
    expect(code).toBe(2);
    expect(stderr).toContain('ids of layers');
  });
});

describe('a dry run', () => {
  it.each(['clean', 'quantize-static', 'quantize-dynamic'])('of %s writes nothing', async pass => {
    const plan = await runJson(['optimize', RESNET, '--pass', pass, '--dry-run', '-o', out('dry.onnx')]);
    expectValid('dryRun', plan);
    expect(plan).toMatchObject({ pass });
    expect(fs.existsSync(out('dry.onnx'))).toBe(false);
    const { code, stdout } = await runCli(['optimize', RESNET, '--pass', pass, '--dry-run']);
    expect(code).toBe(0);
    expect(stdout).toContain('Nothing was written');
  });

  it('with data tries the plan: times and errors of the layers, and no file', async () => {
    const args = ['optimize', RESNET, '--pass', 'quantize-static', '--dry-run', '--data', `${MODELS}/mnist_resnet.data`, '--threads', '1'];
    const plan = (await runJson([...args, '-o', out('tried.onnx')])) as TriedPlan;
    expectValid('dryRun', plan);
    expect(plan.tried).toMatchObject({ kind: 'data', source: `${MODELS}/mnist_resnet.data` });
    const changed = plan.layers.filter(({ action }) => action === 'change');
    expect(changed.length).toBeGreaterThan(10);
    for (const { errorDb, triedMs } of changed) {
      expect(errorDb).toBeGreaterThan(10);
      expect(triedMs?.before).toBeGreaterThan(0);
      expect(triedMs?.after).toBeGreaterThan(0);
    }
    expect(fs.existsSync(out('tried.onnx'))).toBe(false);
  });

  it('of several passes plans each on the result of the one before', async () => {
    const plan = await runJson(['optimize', RESNET, '--pass', 'clean', '--pass', 'quantize-static', '--dry-run']);
    expectValid('dryRun', plan);
    expect(plan).toMatchObject({ pass: 'clean, quantize-static', passes: [{ id: 'clean' }, { id: 'quantize-static' }] });
  });
});

describe('the pass table', () => {
  it('lists every pass with parameters and defaults', async () => {
    const passes = await runJson(['optimize', '--passes']);
    expectValid('passes', passes);
    const ids = (passes as readonly { id: string }[]).map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(['clean', 'quantize-dynamic', 'quantize-static', 'prune-channels']));
    const { stdout } = await runCli(['optimize', '--passes']);
    for (const id of ids) expect(stdout).toContain(id);
  });
});

describe('a budget', () => {
  it('that is met stands in the report', async () => {
    const pass = 'mixed-precision:min-agreement=95';
    const report = await runJson([
      'optimize',
      RESNET,
      '--pass',
      pass,
      '--eval',
      `${MODELS}/mnist_resnet.eval`,
      '--no-measure',
      '-o',
      out('met.onnx'),
    ]);
    expectValid('optimize', report);
    expect((report as { passes: object[] }).passes.at(-1)).toMatchObject({ budget: { state: 'meets', samples: 200 } });
  });

  it.each([
    ['a drop without labels', ['--pass', 'mixed-precision:max-drop=0.5'], 3, 'min-agreement=99'],
    ['one that the samples cannot show', ['--pass', 'mixed-precision:min-agreement=99.9'], 1, 'more samples would decide'],
    ['none', ['--pass', 'mixed-precision'], 2, 'max-drop=0.5'],
    ['two, one of them for all passes', ['--pass', 'mixed-precision:min-agreement=90', '--max-drop', '1'], 2, 'two budgets'],
  ])('is refused: %s', async (_what, options, expected, words) => {
    const { code, stderr, leftovers } = await runCli(['optimize', RESNET, ...options, '--no-measure', '-o', out('refused.onnx')]);
    expect({ code, leftovers }).toEqual({ code: expected, leftovers: [] });
    expect(stderr.replace(/\s+/g, ' ')).toContain(words);
    expect(fs.existsSync(out('refused.onnx'))).toBe(false);
  });
});

describe('what optimize refuses', () => {
  const existing = out('existing.onnx');
  fs.writeFileSync(existing, 'mine');

  it('never overwrites, and says so before it works', async () => {
    const { code, stderr, tookMs } = await runCli(['optimize', RESNET, '--pass', 'quantize-static', '-o', existing]);
    expect(code).toBe(3);
    expect(stderr).toContain('existing.onnx');
    expect(tookMs).toBeLessThan(15_000);
    expect(fs.readFileSync(existing, 'utf8')).toBe('mine');
  });

  it('not even the model itself', async () => {
    const { code } = await runCli(['optimize', RESNET, '--pass', 'clean', '-o', RESNET]);
    expect(code).toBe(3);
  });

  it.each([
    ['a folder that is not there', out('nowhere/x.onnx')],
    ['a place below a file', path.join(existing, 'x.onnx')],
    // Even root may not create files there; other systems have no such folder, which is refused as well.
    ['a folder without permission', '/sys/layerwise-test.onnx'],
  ])('%s', async (_what, output) => {
    const { code, stderr, leftovers } = await runCli(['optimize', RESNET, '--pass', 'clean', '--no-measure', '-o', output]);
    expect({ code, leftovers }).toEqual({ code: 3, leftovers: [] });
    expect(stderr).toContain(path.basename(path.dirname(output)));
    expect(stderr).not.toContain('unexpectedly');
  });

  it('data that do not fit, and recipes that are none', async () => {
    const wrong = await runCli([
      'optimize',
      RESNET,
      '--pass',
      'quantize-static',
      '--data',
      `${MODELS}/mnist_vit.data`,
      '-o',
      out('x.onnx'),
    ]);
    expect(wrong.code).toBe(3);
    expect(wrong.stderr).toMatch(/“input”/);
    const recipe = await runCli(['optimize', RESNET, '--recipe', existing, '-o', out('x.onnx')]);
    expect(recipe.code).toBe(3);
    expect(recipe.stderr).toContain('existing.onnx');
    expect(fs.existsSync(out('x.onnx'))).toBe(false);
  });
});
