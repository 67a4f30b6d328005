import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { seededRandom } from '../../src/shared/base/random';
import { buildModel } from '../fixtures/buildModel';
import { temporaryFolder } from '../fixtures/temporaryFolder';

const KILLS = 12;
/** From before the first byte is written to after the last one. */
const LONGEST_WAIT_MS = 500;
const WEIGHTS = 16;
const WEIGHT_BYTES = 4 << 20;

const folder = temporaryFolder();
const [source, target] = [path.join(folder, 'model.onnx'), path.join(folder, 'out')];

function hashOf(file: string): string {
  return createHash('sha256').update(fs.readFileSync(file)).digest('hex');
}

function copyTo(name: string): readonly string[] {
  return ['dist/cli.js', 'copy', source, '-o', path.join(target, name), '--external', '--quiet'];
}

/** Always as long: the name of the data file stands in the model. */
function nameOf(round: number): string {
  return `kill-${String(round).padStart(3, '0')}`;
}

it('a writer killed at any moment leaves the source as it was and no half file, and the next one cleans up', async () => {
  const raw = new Uint8Array(WEIGHT_BYTES).map((_, index) => index * 31);
  const initializers = Array.from({ length: WEIGHTS }, (_, index) => ({ name: `w${index}`, dims: [1024, 1024], raw }));
  fs.writeFileSync(source, buildModel({ nodes: [], initializers }));
  fs.mkdirSync(target);
  const before = hashOf(source);
  expect(spawnSync(process.execPath, copyTo('whole-00.onnx')).status).toBe(0);
  const whole = new Map(['.onnx', '.onnx.data'].map(end => [end, fs.statSync(path.join(target, `whole-00${end}`)).size]));
  const random = seededRandom(7);
  let killed = 0;
  for (let round = 0; round < KILLS; round++) {
    const child = spawn(process.execPath, copyTo(`${nameOf(round)}.onnx`), { stdio: 'ignore' });
    const ended = new Promise<NodeJS.Signals | null>(resolve => child.once('exit', (_, signal) => resolve(signal)));
    await delay(random() * LONGEST_WAIT_MS);
    child.kill('SIGKILL');
    if ((await ended) === 'SIGKILL') killed++;
    for (const [end, bytes] of whole) {
      const stat = fs.statSync(path.join(target, `${nameOf(round)}${end}`), { throwIfNoEntry: false });
      if (stat !== undefined) expect(stat.size).toBe(bytes);
    }
  }
  expect(killed).toBeGreaterThan(0);
  expect(hashOf(source)).toBe(before);
  expect(spawnSync(process.execPath, copyTo('last.onnx')).status).toBe(0);
  expect(fs.readdirSync(target).filter(name => name.endsWith('.tmp'))).toEqual([]);
  expect(fs.readdirSync(folder).sort()).toEqual(['model.onnx', 'out']);
});
