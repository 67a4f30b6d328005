import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { variantsBeside } from '../../../src/cli/variantsBeside';
import { buildModel } from '../../fixtures/buildModel';
import { temporaryFolder } from '../../fixtures/temporaryFolder';

const folder = temporaryFolder();
const model = path.join(folder, 'net.onnx');
let seconds = 1_700_000_000;

function write(name: string, metadata: Readonly<Record<string, string>> = {}): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, buildModel({ nodes: [{ op: 'Relu', inputs: ['x'], outputs: ['y'] }], producer: name, metadata }));
  fs.utimesSync(file, seconds, seconds++);
  return createHash('sha256').update(fs.readFileSync(file)).digest('hex');
}

it('finds files that were made from the model, and those made from them, whatever they are called', async () => {
  expect(await variantsBeside((write('net.onnx'), model))).toEqual([]);
  const parent = write('net.onnx');
  const recipe = JSON.stringify({ passes: [{ id: 'prune-channels', parameters: { macs: 0.5 } }] });
  const pruned = write('net.small.onnx', { 'layerwise.parent': parent, 'layerwise.recipe': recipe });
  write('net.small.int8.onnx', { 'layerwise.parent': pruned, 'layerwise.recipe': 'no recipe' });
  write('net.other.onnx', { 'layerwise.parent': createHash('sha256').digest('hex') });
  write('net.plain.onnx');
  write('another.onnx', { 'layerwise.parent': parent });
  fs.writeFileSync(path.join(folder, 'net.broken.onnx'), 'no model');
  const found = await variantsBeside(model);
  expect(found.map(({ file, parent: of, passes }) => [file, of, passes])).toEqual([
    ['net.small.onnx', 'net.onnx', ['prune-channels:macs=0.5']],
    ['net.small.int8.onnx', 'net.small.onnx', []],
  ]);
  expect(found[0]).toMatchObject({ bytes: fs.statSync(path.join(folder, 'net.small.onnx')).size, latency: undefined });
});
