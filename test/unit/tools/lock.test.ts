import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { withLock } from '../../../tools/lock.mjs';

let folder: string;
let file: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lock-'));
  file = path.join(folder, 'set-up.lock');
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

it('lets one after the other in', async () => {
  const events: string[] = [];
  const work = (name: string) =>
    withLock(file, async () => {
      events.push(`${name} in`);
      await sleep(20);
      events.push(`${name} out`);
    });
  await Promise.all([work('a'), work('b')]);
  expect(events).toEqual(['a in', 'a out', 'b in', 'b out']);
  expect(fs.existsSync(file)).toBe(false);
});

it('is given back after a failure', async () => {
  await expect(withLock(file, () => Promise.reject(new Error('no disk')))).rejects.toThrow('no disk');
  expect(fs.existsSync(file)).toBe(false);
});

it('is taken over from a process that died', async () => {
  const NO_SUCH_PROCESS = 2 ** 22 + 1; // above the largest process id of Linux
  fs.writeFileSync(file, String(NO_SUCH_PROCESS));
  let ran = false;
  await withLock(file, () => Promise.resolve().then(() => void (ran = true)));
  expect(ran).toBe(true);
});
