import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { MachineCache } from '../../../../src/worker/machineProbe/machineCache';
import { sampleMachine } from '../../../fixtures/sampleMachine';
import { temporaryFolder } from '../../../fixtures/temporaryFolder';

const folder = temporaryFolder();

describe('MachineCache', () => {
  it('gives back what was written, by threads and runtime', () => {
    const cache = new MachineCache(path.join(folder, 'new'));
    expect(cache.read(2)).toBeUndefined();
    cache.write(2, sampleMachine);
    expect(cache.read(2)).toEqual(JSON.parse(JSON.stringify(sampleMachine)));
    expect(cache.read(2, sampleMachine.onnxruntime)).toBeDefined();
    expect(cache.read(2, '1.0.0')).toBeUndefined();
    expect(cache.read(4)).toBeUndefined();
  });

  it.each([
    ['no JSON', '{'],
    ['something else', '{"cpu":1}'],
    ['a rate that is none', JSON.stringify({ ...sampleMachine, roofs: [{ ...sampleMachine.roofs[0], float32FlopPerSecond: 'fast' }] })],
  ])('ignores a file with %s', (_what, text) => {
    const cache = new MachineCache(path.join(folder, 'broken'));
    cache.write(2, sampleMachine);
    const [name = ''] = fs.readdirSync(path.join(folder, 'broken'));
    fs.writeFileSync(path.join(folder, 'broken', name), text);
    expect(cache.read(2)).toBeUndefined();
  });

  it('does without a folder that cannot be written', () => {
    const file = path.join(folder, 'file');
    fs.writeFileSync(file, '');
    const cache = new MachineCache(path.join(file, 'below'));
    cache.write(2, sampleMachine);
    expect(cache.read(2)).toBeUndefined();
  });
});
