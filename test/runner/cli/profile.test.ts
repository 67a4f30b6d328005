import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ProviderState } from '../../../src/shared/report/machine';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { runCli, runJson } from './runCli';
import { expectValid } from './schemas';

const folder = temporaryFolder();
const RESNET = 'test/fixtures/models/mnist_resnet.onnx';
const MLP = 'test/fixtures/models/tabular_mlp.onnx';
const QUICK = ['--quick', '--threads', '1'];

interface ProfileReport {
  readonly latency: {
    readonly medianMs: number;
    readonly lowMs: number;
    readonly highMs: number;
    readonly kernelsMs: number;
    readonly residualMs: number;
  };
  readonly layers: readonly {
    readonly id: number;
    readonly op: string;
    readonly latencyMs: { readonly median: number; readonly basis: string } | null;
    readonly share: number | null;
    readonly kernel: { readonly anchor: number; readonly covers: readonly number[] } | null;
  }[];
  readonly environment: { readonly threads: number };
}

describe('profile --trace', () => {
  it('writes the timeline as a new file, and refuses one that exists before it measures', async () => {
    const file = path.join(folder, 'timeline.json');
    expect((await runCli(['profile', RESNET, '--threads', '1', '--quick', '--trace', file])).code).toBe(0);
    const { traceEvents } = JSON.parse(fs.readFileSync(file, 'utf8')) as { readonly traceEvents: readonly { readonly ph: string }[] };
    expect(traceEvents.filter(({ ph }) => ph === 'X').length).toBeGreaterThan(20);
    const again = await runCli(['profile', RESNET, '--trace', file]);
    expect(again.code).toBe(3);
    expect(again.stderr).toContain('not overwritten');
  });
});

describe('profile', () => {
  it('measures the model and every kernel, and what it says adds up', async () => {
    const report = (await runJson(['profile', RESNET, '--threads', '1', '--quick'])) as ProfileReport;
    expectValid('report', report);
    const { latency, layers, environment } = report;
    expect(environment).toMatchObject({ threads: 1, dims: { batch: 1 } });
    expect(latency.lowMs).toBeLessThanOrEqual(latency.medianMs);
    expect(latency.highMs).toBeGreaterThanOrEqual(latency.medianMs);
    expect(latency.kernelsMs + latency.residualMs).toBeCloseTo(latency.medianMs, 6);
    const measured = layers.filter(layer => layer.latencyMs !== null);
    expect(measured.some(layer => layer.op === 'Conv')).toBe(true);
    expect(measured.reduce((sum, layer) => sum + (layer.latencyMs?.median ?? 0), 0)).toBeLessThanOrEqual(latency.kernelsMs * 1.001);
    for (const { id, kernel } of measured) expect(kernel?.anchor).toBe(id);
  });

  it('says with what it was measured', async () => {
    const { code, stdout, leftovers } = await runCli([
      'profile',
      RESNET,
      '--threads',
      '1',
      '--quick',
      '--batch',
      '4',
      '--data',
      'test/fixtures/models/mnist_resnet.data',
    ]);
    expect({ code, leftovers }).toEqual({ code: 0, leftovers: [] });
    expect(stdout).toMatch(/median of \d+ runs/);
    expect(stdout).toContain('1 thread');
    expect(stdout).toContain('batch=4');
    expect(stdout).toMatch(/Time +Interval +Share/);
    expect(stdout).not.toContain('\u001b');
  });

  it('saves a profile, shows it again, and repeats it under the same conditions', async () => {
    const saved = path.join(folder, 'saved.json');
    const measured = (await runJson(['profile', RESNET, '--threads', '1', '--batch', '2', '--quick', '--save', saved])) as ProfileReport;
    const loaded = await runJson(['profile', RESNET, '--load', saved]);
    expectValid('report', loaded);
    expect(loaded).toMatchObject({ latency: measured.latency, loaded: { file: saved, onThisMachine: true } });
    const repeated = await runJson(['profile', RESNET, '--repeat', saved]);
    expectValid('report', repeated);
    expect(repeated).toMatchObject({
      environment: { threads: 1, dims: { batch: 2 }, rigor: 'quick' },
      against: { file: saved, medianMs: measured.latency.medianMs, conditions: [] },
    });
    const { stdout } = await runCli(['profile', RESNET, '--load', saved, '--against', saved]);
    expect(stdout).toContain('nothing was measured now');
    expect(stdout).toContain('under the same conditions');
  });

  it.each([
    ['a file that exists', ['--quick', '--save', RESNET], 3, /exists/],
    ['a profile that is none', ['--load', 'package.json'], 3, /not a profile/],
    ['no file', ['--load', 'nowhere.json'], 3, /no file/],
    ['two that exclude each other', ['--load', 'a', '--repeat', 'b'], 2, /--repeat/],
  ])('refuses %s', async (_what, args, expected, message) => {
    const before = fs.readFileSync(RESNET);
    const { code, stdout, stderr } = await runCli(['profile', RESNET, ...args]);
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
    expect(stderr).toMatch(message);
    expect(fs.readFileSync(RESNET).equals(before)).toBe(true);
  });

  it.each([
    ['a deadline', ['--timeout', '0.01'], /time|deadline/i],
    ['a memory limit', ['--memory-limit', '1'], /memory/i],
  ])('ends with 4 at %s', async (_what, args, message) => {
    const { code, stdout, stderr, leftovers } = await runCli(['profile', RESNET, ...args]);
    expect({ code, stdout, leftovers }).toEqual({ code: 4, stdout: '', leftovers: [] });
    expect(stderr).toMatch(message);
  });

  it('runs on the provider that is asked for, or says why it cannot', async () => {
    const report = (await runJson(['profile', MLP, '--provider', 'CPU', ...QUICK])) as { readonly placement: readonly object[] };
    expect(report.placement).toMatchObject([{ provider: 'CPUExecutionProvider' }]);
    const unknown = await runCli(['profile', MLP, '--provider', 'abacus', ...QUICK]);
    expect(unknown).toMatchObject({ code: 2, stdout: '', leftovers: [] });
    expect(unknown.stderr).toMatch(/no execution provider “abacus”. It offers: cpu/);
    const { providers } = (await runJson(['machine'])) as { readonly providers: readonly ProviderState[] };
    for (const { name, reason } of providers.filter(({ usable }) => !usable)) {
      const failed = await runCli(['profile', MLP, '--provider', name, ...QUICK]);
      expect(failed).toMatchObject({ code: 4, stdout: '', leftovers: [] });
      expect(failed.stderr).toContain(`“${name}” cannot start on this machine: ${reason?.replace(/\.$/, '') ?? ''}`);
    }
  });

  it('is kept for suggest and analyze, when nothing in it is out of the ordinary', async () => {
    const kept = { environment: { LAYERWISE_CACHE: path.join(folder, 'cache') } };
    await runJson(['profile', MLP, '--quick', '--graph-optimization', 'basic'], kept);
    expect(await runJson(['suggest', MLP], kept)).not.toHaveProperty('latency');
    const profiled = (await runJson(['profile', MLP, '--quick'], kept)) as ProfileReport;
    const suggested = (await runJson(['suggest', MLP], kept)) as ProfileReport;
    expectValid('report', suggested);
    expect(suggested.latency.medianMs).toBe(profiled.latency.medianMs);
    expect((await runCli(['analyze', MLP], kept)).stdout).toMatch(/Profiled .* median/);
    expect((await runCli(['analyze', RESNET], kept)).stdout).not.toContain('Profiled');
  });

  it('refuses data that do not fit, naming the input', async () => {
    const { code, stderr } = await runCli(['profile', RESNET, '--data', 'test/fixtures/models/mnist_vit.data']);
    expect(code).toBe(3);
    expect(stderr).toMatch(/“input”.*pixel_values/);
  });
});
