import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { buildModel } from '../../fixtures/buildModel';
import { runCli, runJson } from './runCli';
import { expectValid } from './schemas';

const MODELS = ['mnist_resnet', 'mnist_vit', 'tabular_mlp'].map(name => `test/fixtures/models/${name}.onnx`);
const folder = temporaryFolder();

describe('info', () => {
  it.each(MODELS)('says what %s holds', async file => {
    const info = await runJson(['info', file]);
    expectValid('info', info);
    expect(info).toMatchObject({ model: { file, bytes: fs.statSync(file).size, sha256: null }, problems: [] });
  });

  it('computes the hash when asked to', async () => {
    const [file = ''] = MODELS;
    const sha256 = createHash('sha256').update(fs.readFileSync(file)).digest('hex');
    expect(await runJson(['info', file, '--hash'])).toMatchObject({ model: { sha256 } });
  });

  it('is readable without JSON, and names of the model cannot touch the terminal', async () => {
    const hostile = path.join(folder, 'hostile.onnx');
    const escape = '\u001b[31mred\u001b[0m\u202eevil';
    fs.writeFileSync(
      hostile,
      buildModel({
        nodes: [{ op: 'Relu', inputs: [escape], outputs: ['y'], name: escape }],
        inputs: [{ name: escape, shape: [1, escape] }],
        outputs: [{ name: 'y', shape: [1, escape] }],
        producer: escape,
      }),
    );
    for (const command of ['info', 'analyze', 'suggest']) {
      const { code, stdout, stderr } = await runCli([command, hostile]);
      expect({ command, code, stderr }).toEqual({ command, code: 0, stderr: '' });
      expect(stdout).not.toContain('\u001b');
      expect(stdout).not.toContain('\u202e');
      expect(stdout).not.toMatch(/^\{/);
    }
  });
});

describe('analyze', () => {
  it.each(MODELS)('describes every layer of %s', async file => {
    const report = await runJson(['analyze', file, '--dim', 'batch=1']);
    expectValid('report', report);
    const { totals, layers } = report as {
      totals: { nodes: number; macs: number };
      layers: readonly { macs: number | null; inLayer: unknown }[];
    };
    expect(layers.length).toBeGreaterThanOrEqual(totals.nodes);
    expect(layers.reduce((sum, layer) => sum + (layer.macs ?? 0), 0)).toBe(totals.macs);
    expect(totals.macs).toBeGreaterThan(0);
  });

  it('never invents sizes', async () => {
    const symbolic = await runJson(['analyze', MODELS[0] ?? '']);
    expectValid('report', symbolic);
    expect(symbolic).toMatchObject({ inputs: [{ name: 'input', shape: [null, 1, 28, 28], symbolic: ['batch', 1, 28, 28] }] });
    const fixed = await runJson(['analyze', MODELS[0] ?? '', '--dim', 'batch=3']);
    expect(fixed).toMatchObject({ inputs: [{ shape: [3, 1, 28, 28] }] });
  });

  it('takes --dim for a model that leaves nothing open, and says that it has no effect', async () => {
    const fixed = path.join(folder, 'fixed.onnx');
    const value = (name: string) => ({ name, shape: [1, 4] });
    fs.writeFileSync(
      fixed,
      buildModel({ nodes: [{ op: 'Relu', inputs: ['x'], outputs: ['y'] }], inputs: [value('x')], outputs: [value('y')] }),
    );
    const { code, stdout, stderr } = await runCli(['analyze', fixed, '--dim', 'batch=1', '--json']);
    expect(code).toBe(0);
    expectValid('report', JSON.parse(stdout));
    expect(stderr).toContain('no effect');
  });

  it('prints a heat table for people', async () => {
    const { code, stdout } = await runCli(['analyze', MODELS[0] ?? '', '--dim', 'batch=1']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/Layer +Op/);
    expect(stdout).toContain('█');
    expect(stdout).toMatch(/MACs/);
    expect(Math.max(...stdout.split('\n').map(line => line.length))).toBeLessThanOrEqual(120);
  });
});

describe('columns and values of weights', () => {
  it('are printed and reported when asked for', async () => {
    const args = ['analyze', MODELS[0] ?? '', '--dim', 'batch=1'];
    const { stdout } = await runCli([...args, '--columns', 'precision,sparsity,effective-macs']);
    expect(stdout).toMatch(/Precision +Zeros +Effective MACs \(estimate\)/);
    expect(stdout).toMatch(/Zeros in weights: .*MACs without them: .*\(estimate\)/);
    expect(stdout).toMatch(/Memory: .* planned for activations \(.* at the least\)/);
    const report = (await runJson([...args, '--sparsity'])) as { layers: readonly { zeroSparsity: unknown; effectiveMacs: unknown }[] };
    expectValid('report', report);
    expect(report.layers.some(({ zeroSparsity }) => typeof zeroSparsity === 'number')).toBe(true);
    expect(JSON.stringify(await runJson(args))).not.toContain('zeroSparsity');
  });

  it('are refused by names that no column has', async () => {
    const { code, stderr } = await runCli(['analyze', MODELS[0] ?? '', '--columns', 'macs,latency']);
    expect(code).toBe(2);
    expect(stderr).toContain('--columns does not know “latency”');
  });
});

describe('suggest', () => {
  it.each(MODELS)('gives basis and exact command for %s', async file => {
    const report = await runJson(['suggest', file]);
    expectValid('report', report);
    const { suggestions } = report as { suggestions: readonly { command: string; pass: string }[] };
    for (const { command, pass } of suggestions) {
      expect(command).toContain(`--pass ${pass}`);
      expect(command).toContain(file);
    }
  });

  it('tells a model that is far too small that INT8 does not pay', async () => {
    const { suggestions } = (await runJson(['suggest', 'test/fixtures/models/tabular_mlp.onnx'])) as {
      suggestions: readonly { pass: string }[];
    };
    expect(suggestions.filter(({ pass }) => pass.startsWith('quantize'))).toEqual([]);
  });
});

describe('several models at once', () => {
  it('prints one object per line, the errors among them, and ends with the worst code', async () => {
    const missing = path.join(folder, 'nowhere.onnx');
    const { code, stdout, stderr } = await runCli(['info', MODELS[0] ?? '', missing, MODELS[2] ?? '', '--json']);
    expect(code).toBe(3);
    expect(stderr).toContain(missing);
    const [first, second, third] = stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as unknown);
    expectValid('info', first);
    expectValid('modelError', second);
    expectValid('info', third);
    expect(second).toMatchObject({ model: { file: missing }, error: { reason: 'file-missing' } });
  });

  it('analyzes several', async () => {
    const { code, stdout } = await runCli(['analyze', ...MODELS, '--json']);
    expect(code).toBe(0);
    const reports = stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as { model: { file: string } });
    expect(reports.map(report => report.model.file)).toEqual(MODELS);
    for (const report of reports) expectValid('report', report);
  });
});
