import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { runCli, runJson } from './runCli';
import { expectValid } from './schemas';

const RESNET = 'test/fixtures/models/mnist_resnet.onnx';
const folder = temporaryFolder();

describe('extract', () => {
  it('writes the part beside the model, with sizes in its symbols', async () => {
    const model = path.join(folder, 'resnet.onnx');
    fs.copyFileSync(RESNET, model);
    const json = await runJson(['extract', model, '--from', '/l1/Relu_output_0', '--to', '/l2a/Relu_output_0']);
    expectValid('extract', json);
    const output = path.join(folder, 'resnet.part.onnx');
    const input = { name: '/l1/Relu_output_0', dtype: 'float32', shape: [null, 32, 14, 14], symbolic: ['batch', 32, 14, 14] };
    expect(json).toMatchObject({ output, files: [output], inputs: [input], outputs: [{ name: '/l2a/Relu_output_0' }], nodes: 10 });
    const report = await runJson(['analyze', output]);
    expect(report).toMatchObject({ inputs: [input], problems: [], totals: { nodes: 10, unknownNodes: 0 } });
  });

  it('prints what the part takes and gives', async () => {
    const { code, stdout } = await runCli(['extract', RESNET, '--to', '/l1/Relu_output_0', '-o', path.join(folder, 'head.onnx')]);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /head\.onnx {2}84\.1\skB, 13 of 50 nodes\n {2}input {3}input {2}float32\[batch, 1, 28, 28\]\n {2}output {2}\/l1\/Relu_output_0/,
    );
  });

  it('never overwrites', async () => {
    const existing = path.join(folder, 'existing.onnx');
    fs.writeFileSync(existing, 'mine');
    const { code, stderr } = await runCli(['extract', RESNET, '--to', 'logits', '-o', existing]);
    expect(code).toBe(3);
    expect(stderr).toContain('existing.onnx');
    expect(fs.readFileSync(existing, 'utf8')).toBe('mine');
  });
});
