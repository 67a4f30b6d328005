import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { runCli, runJson } from './runCli';
import { expectValid } from './schemas';

const folder = temporaryFolder();
const MLP = path.resolve('test/fixtures/models/tabular_mlp.onnx');

describe('report', () => {
  it('writes a page from a saved profile, with no path of this machine, and overwrites nothing', async () => {
    const [profile, page] = [path.join(folder, 'mlp.profile.json'), path.join(folder, 'mlp.html')];
    expect((await runCli(['profile', MLP, '--quick', '--threads', '1', '--save', profile])).code).toBe(0);
    const first = await runCli(['report', MLP, '--load', profile, '-o', page]);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    const text = fs.readFileSync(page, 'utf8');
    expect(text).toContain('per run</b> on this machine, median of');
    expect(text).not.toContain(path.dirname(MLP));
    expect(text).not.toContain(folder);
    const again = await runCli(['report', MLP, '-o', page]);
    expect(again.code).toBe(3);
    expect(fs.readFileSync(page, 'utf8')).toBe(text);
  });

  it('shows what a comparison measured, before and after', async () => {
    const [variant, comparison] = [path.join(folder, 'mlp.clean.onnx'), path.join(folder, 'comparison.json')];
    expect((await runCli(['copy', MLP, '-o', variant])).code).toBe(0);
    const compared = await runCli(['compare', MLP, variant, '--quick', '--threads', '1', '--json']);
    fs.writeFileSync(comparison, compared.stdout);
    const { code, stdout } = await runCli(['report', MLP, '--comparison', comparison, '--format', 'md']);
    expect(code).toBe(0);
    expect(stdout).toContain('mlp.clean.onnx');
    expect(stdout).toMatch(/\| Layer \| Op \| Before \| Share \| After \| Change \|/);
    expect(stdout).not.toContain(folder);
    const other = await runCli(['report', 'test/fixtures/models/mnist_resnet.onnx', '--comparison', comparison]);
    expect(other.code).toBe(3);
    expect(other.stderr).toContain('another model');
    expect((await runCli(['report', MLP, '--comparison', MLP])).stderr).toContain('is not what');
  });

  it('prints report/1, and refuses formats that there are not', async () => {
    const report = await runJson(['report', MLP, '--format', 'json']);
    expectValid('report', report);
    expect(report).toMatchObject({ schema: 'layerwise.report/1', model: { file: 'tabular_mlp.onnx' } });
    const wrong = await runCli(['report', MLP, '--format', 'pdf']);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('--format is html, md, json');
  });
});
