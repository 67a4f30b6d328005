import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { runCli, runJson } from './runCli';
import { expectValid } from './schemas';

const MODELS = ['mnist_resnet', 'mnist_vit', 'tabular_mlp'].map(name => `test/fixtures/models/${name}.onnx`);
const [RESNET = ''] = MODELS;
const folder = temporaryFolder();

function freshFolder(name: string): string {
  const made = path.join(folder, name);
  fs.mkdirSync(made);
  return made;
}

const sameBytes = (a: string, b: string): boolean => fs.readFileSync(a).equals(fs.readFileSync(b));

describe('copy', () => {
  it('is byte-identical, several at once into a folder', async () => {
    const target = freshFolder('all');
    const { code, stdout } = await runCli(['copy', ...MODELS, '-o', target, '--json']);
    expect(code).toBe(0);
    const lines = stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as unknown);
    expect(lines).toHaveLength(MODELS.length);
    for (const line of lines) expectValid('copy', line);
    for (const model of MODELS) expect(sameBytes(model, path.join(target, path.basename(model)))).toBe(true);
  });

  it('moves the weights out and in again without loss', async () => {
    const target = freshFolder('moved');
    const split = path.join(target, 'split.onnx');
    expectValid('copy', await runJson(['copy', RESNET, '-o', split, '--external']));
    expect(fs.statSync(split).size).toBeLessThan(fs.statSync(RESNET).size / 10);
    const data = fs.readdirSync(target).filter(name => name !== 'split.onnx');
    expect(data).toHaveLength(1);
    const again = freshFolder('again');
    await runJson(['copy', split, '-o', again]);
    expect(fs.readdirSync(again).sort()).toEqual(fs.readdirSync(target).sort());
    for (const name of fs.readdirSync(target)) expect(sameBytes(path.join(target, name), path.join(again, name))).toBe(true);
    const whole = path.join(target, 'whole.onnx');
    await runJson(['copy', split, '-o', whole, '--embed']);
    const [a, b] = await Promise.all([runJson(['analyze', RESNET]), runJson(['analyze', whole])]);
    expect((b as { totals: unknown }).totals).toEqual((a as { totals: unknown }).totals);
  });

  it('says that the folder is not there', async () => {
    const { code, stderr } = await runCli(['copy', RESNET, '-o', path.join(folder, 'nowhere', 'x.onnx')]);
    expect(code).toBe(3);
    expect(stderr).toMatch(/cannot be written: there is no folder .*nowhere/);
  });

  it('keeps an identical data file and refuses a different one', async () => {
    const source = freshFolder('source');
    const split = path.join(source, 'split.onnx');
    await runJson(['copy', RESNET, '-o', split, '--external']);
    const [data = ''] = fs.readdirSync(source).filter(name => name !== 'split.onnx');
    const same = freshFolder('same');
    fs.copyFileSync(path.join(source, data), path.join(same, data));
    expect((await runCli(['copy', split, '-o', same])).code).toBe(0);
    const different = freshFolder('different');
    fs.writeFileSync(path.join(different, data), 'mine');
    const refused = await runCli(['copy', split, '-o', different]);
    expect(refused.code).toBe(3);
    expect(refused.stderr).toContain(data);
    expect(fs.readdirSync(different)).toEqual([data]);
    expect(fs.readFileSync(path.join(different, data), 'utf8')).toBe('mine');
  });

  it('never overwrites', async () => {
    const existing = path.join(folder, 'existing.onnx');
    fs.writeFileSync(existing, 'mine');
    const { code, stderr } = await runCli(['copy', RESNET, '-o', existing]);
    expect(code).toBe(3);
    expect(stderr).toContain('existing.onnx');
    expect(fs.readFileSync(existing, 'utf8')).toBe('mine');
    const self = await runCli(['copy', RESNET, '-o', path.dirname(RESNET)]);
    expect(self.code).toBe(3);
  });
});
