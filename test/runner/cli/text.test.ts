import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildModel } from '../../fixtures/buildModel';
import { normalizedModel } from '../../fixtures/normalizedModel';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { runCli, runJson } from './runCli';
import { expectValid } from './schemas';

const MODELS = ['mnist_resnet', 'mnist_vit', 'tabular_mlp'].map(name => `test/fixtures/models/${name}.onnx`);
const [RESNET = ''] = MODELS;
const folder = temporaryFolder();

describe('text', () => {
  it('prints the official syntax, and with --json which line is which node', async () => {
    const { code, stdout, stderr } = await runCli(['text', RESNET]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const json = (await runJson(['text', RESNET])) as { readonly text: string; readonly nodeOfLine: readonly (number | null)[] };
    expectValid('text', json);
    expect(json.text).toBe(stdout);
    const line = json.nodeOfLine.indexOf(0);
    expect(stdout.split('\n')[line]).toMatch(/^ {3}\[Identity_0\] .* = Identity \(.*\)$/);
  });

  it('writes several models in full, and reads them back', async () => {
    const texts = path.join(folder, 'texts');
    const models = path.join(folder, 'models');
    fs.mkdirSync(texts);
    fs.mkdirSync(models);
    const written = await runCli(['text', ...MODELS, '--full', '-o', texts, '--json']);
    expect(written.code).toBe(0);
    for (const line of written.stdout.trim().split('\n')) expectValid('text', JSON.parse(line));
    const names = fs.readdirSync(texts).sort();
    expect(names).toEqual(['mnist_resnet.onnxtxt', 'mnist_vit.onnxtxt', 'tabular_mlp.onnxtxt']);
    expect((await runCli(['text', ...names.map(name => path.join(texts, name)), '-o', models])).code).toBe(0);
    for (const file of MODELS) {
      const [before, after] = [file, path.join(models, path.basename(file))].map(name => normalizedModel(fs.readFileSync(name)));
      expect(after).toEqual(before);
    }
  });

  it('refuses wrong text, what exists, and a model from a model', async () => {
    const wrong = path.join(folder, 'wrong.onnxtxt');
    fs.writeFileSync(wrong, 'g () => () {\n  y = \n}');
    const read = await runCli(['text', wrong, '-o', path.join(folder, 'wrong.onnx')]);
    expect({ code: read.code, said: read.stderr }).toMatchObject({ code: 3, said: expect.stringContaining('line 3, column 1') as unknown });
    expect(fs.existsSync(path.join(folder, 'wrong.onnx'))).toBe(false);
    expect((await runCli(['text', RESNET, '-o', wrong])).code).toBe(3);
    expect((await runCli(['text', RESNET, '-o', path.join(folder, 'again.onnx')])).code).toBe(2);
    const several = await runCli(['text', wrong, RESNET, '--json']);
    expect(several.code).toBe(3);
    expect(several.stdout.split('\n')[0]).toContain('"syntax-error"');
  });

  it('opens a model whose data file is missing', async () => {
    const file = path.join(folder, 'external.onnx');
    const split = path.join(folder, 'split');
    fs.mkdirSync(split);
    await runJson(['copy', RESNET, '-o', path.join(split, 'external.onnx'), '--external']);
    fs.copyFileSync(path.join(split, 'external.onnx'), file);
    const json = await runJson(['text', file]);
    expect(json).toMatchObject({ problems: [{ reason: 'external-data-missing' }] });
  });

  it('says what it leaves out', async () => {
    const file = path.join(folder, 'metadata.onnx');
    fs.writeFileSync(file, buildModel({ nodes: [{ op: 'Relu', inputs: ['x'], outputs: ['y'], metadata: { scope: 'a' } }] }));
    const { stdout } = await runCli(['text', file]);
    expect(stdout).toContain('# Left out: metadata_props of a node');
  });
});
