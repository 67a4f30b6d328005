import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildModel } from '../../fixtures/buildModel';
import { npyBytes } from '../../fixtures/npyBytes';
import { noise } from '../../fixtures/sketchGraph';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { HELPERS } from '../../../src/optimize/quantize/helperParameters';
import { runCli, runJson } from './runCli';

const folder = temporaryFolder();
const WIDTH = 64;

/** Two products around a square root, whose NaN a Relu and a maximum over rows hide. */
const model = path.join(folder, 'root.onnx');
fs.writeFileSync(
  model,
  buildModel({
    nodes: [
      { op: 'MatMul', name: 'first', inputs: ['x', 'w'], outputs: ['a'] },
      { op: 'Sqrt', name: 'root', inputs: ['a'], outputs: ['b'] },
      { op: 'MatMul', name: 'second', inputs: ['b', 'v'], outputs: ['c'] },
      { op: 'Relu', inputs: ['c'], outputs: ['y'] },
    ],
    inputs: [{ name: 'x', shape: ['N', WIDTH] }],
    outputs: [{ name: 'y', shape: ['N', WIDTH] }],
    initializers: [
      { name: 'w', dims: [WIDTH, WIDTH], values: noise(WIDTH * WIDTH, 1).map(Math.abs) },
      { name: 'v', dims: [WIDTH, WIDTH], values: noise(WIDTH * WIDTH, 2) },
    ],
  }),
);

function data(name: string, valueOf: (index: number) => number): string {
  const file = path.join(folder, name);
  fs.mkdirSync(file);
  const values = Float32Array.from({ length: 20 * WIDTH }, (_, index) => valueOf(index));
  fs.writeFileSync(path.join(file, 'x.npy'), npyBytes('<f4', [20, WIDTH], new Uint8Array(values.buffer)));
  return file;
}

const COMMAND = ['optimize', model, '--no-measure', '-o', path.join(folder, 'never.onnx')];

/** Ranges alone, without the means that helpers ask for. */
const PLAIN = `quantize-static:calibration=minmax,${HELPERS.map(({ name }) => `${name}=false`).join()}`;

describe('calibration data', { timeout: 60_000 }, () => {
  it.each(['quantize-static', PLAIN])('that make a layer give NaN end with 3, and name the layer and the samples, by %s', async pass => {
    const negative = data(`negative${pass.length}`, index => (index >= 10 * WIDTH ? -1 : 1));
    const { code, stderr } = await runCli([...COMMAND, '--pass', pass, '--data', negative]);
    expect(code).toBe(3);
    expect(stderr).toMatch(
      /“b”, given by Sqrt “root”, takes values that are not finite \(NaN or infinity\), first in (the samples \d+ to|sample) \d+\./,
    );
    expect(fs.existsSync(path.join(folder, 'never.onnx'))).toBe(false);
  });

  it('whose sum leaves the range of float32 are no NaN', async () => {
    const tiny = path.join(folder, 'tiny.onnx');
    fs.writeFileSync(
      tiny,
      buildModel({
        nodes: [{ op: 'MatMul', name: 'only', inputs: ['x', 'w'], outputs: ['y'] }],
        inputs: [{ name: 'x', shape: ['N', WIDTH] }],
        outputs: [{ name: 'y', shape: ['N', WIDTH] }],
        initializers: [{ name: 'w', dims: [WIDTH, WIDTH], values: noise(WIDTH * WIDTH, 1).map(value => value * 1e-25) }],
      }),
    );
    const large = data('large', index => (index % 2 === 0 ? 3e37 : -3e37) * (1 + (index % 7) / 20));
    const output = path.join(folder, 'large.onnx');
    const { code, stderr } = await runCli(['optimize', tiny, '--no-measure', '-o', output, '--pass', PLAIN, '--data', large]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('that make the original give NaN are told by a pass that needs none', async () => {
    const negative = data('negativeForDynamic', () => -1);
    const output = path.join(folder, 'dynamic.onnx');
    const result = await runJson(['optimize', model, '--no-measure', '-o', output, '--pass', 'quantize-dynamic', '--data', negative]);
    const { notes } = result as { notes: readonly string[] };
    expect(notes[0]).toMatch(/^With these data the original itself gives nothing but NaN, which nothing is compared with/);
  });

  it('that hold one value throughout are told before anything else', async () => {
    const result = await runJson([
      ...COMMAND.slice(0, -1),
      path.join(folder, 'zeros.onnx'),
      '--pass',
      'quantize-static',
      '--data',
      data('zeros', () => 0),
    ]);
    const { notes } = result as { notes: readonly string[] };
    expect(notes[0]).toMatch(/^The calibration data hold nothing but the value 0: ranges fitted to them mean nothing/);
  });
});
