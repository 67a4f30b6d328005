import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { whileNobodyMeasures } from '../../../src/worker/measurementLock';
import { temporaryFolder } from '../../fixtures/temporaryFolder';

const folder = temporaryFolder();
const signal = new AbortController().signal;
const waiter = { signal, onWait: (): void => undefined };
/** No process has this number on any system. */
const DEAD = 2 ** 30;

const run = promisify(execFile);

/** Writes to a journal when it enters and when it leaves. */
const CROWD = `
  import fs from 'node:fs';
  import { whileNobodyMeasures } from './lock.mjs';
  const [, , file, journal] = process.argv;
  const { signal } = new AbortController();
  await whileNobodyMeasures('crowd', { signal, onWait: () => undefined }, async () => {
    fs.appendFileSync(journal, 'in ' + process.pid + '\\n');
    await new Promise(resolve => setTimeout(resolve, 20));
    fs.appendFileSync(journal, 'out ' + process.pid + '\\n');
  }, file);
`;

describe('whileNobodyMeasures', () => {
  it('holds the lock while it works and gives it back, also after an error', async () => {
    const file = path.join(folder, 'held.lock');
    const seen = await whileNobodyMeasures('a test', waiter, () => Promise.resolve(fs.readFileSync(file, 'utf8')), file);
    expect(JSON.parse(seen)).toEqual({ pid: process.pid, what: 'a test' });
    expect(fs.existsSync(file)).toBe(false);
    const failing = whileNobodyMeasures('a test', waiter, () => Promise.reject(new Error('no')), file);
    await expect(failing).rejects.toThrow('no');
    expect(fs.existsSync(file)).toBe(false);
  });

  it('lets a measurement that is part of another one in', async () => {
    const file = path.join(folder, 'nested.lock');
    const inner = (): Promise<string> => whileNobodyMeasures('inner', waiter, () => Promise.resolve('in'), file);
    expect(await whileNobodyMeasures('outer', waiter, inner, file)).toBe('in');
  });

  it('takes over from an owner that is gone', async () => {
    const file = path.join(folder, 'stale.lock');
    fs.writeFileSync(file, JSON.stringify({ pid: DEAD, what: 'long ago' }));
    expect(await whileNobodyMeasures('a test', waiter, () => Promise.resolve('mine'), file)).toBe('mine');
  });

  it('takes over from an owner whose number went to another process, which does not stir', async () => {
    const file = path.join(folder, 'silent.lock');
    fs.writeFileSync(file, JSON.stringify({ pid: process.ppid, what: 'before the machine was started again' }));
    expect(await whileNobodyMeasures('a test', waiter, () => Promise.resolve('mine'), file, 2)).toBe('mine');
    expect(fs.readdirSync(folder).filter(name => name.startsWith('silent.lock'))).toEqual([]);
  });

  it('waits for an owner that shows that it is alive', async () => {
    const file = path.join(folder, 'stirring.lock');
    fs.writeFileSync(file, JSON.stringify({ pid: process.ppid, what: 'a long one' }));
    const heart = setInterval(() => fs.utimesSync(file, new Date(), new Date()), 50);
    setTimeout(() => {
      clearInterval(heart);
      fs.rmSync(file);
    }, 1200);
    const waitedMs = await whileNobodyMeasures('a test', waiter, Promise.resolve.bind(Promise), file, 2);
    expect(waitedMs).toBeGreaterThan(1000);
  });

  it('says whom it waits for, and stops waiting when cancelled', async () => {
    const file = path.join(folder, 'busy.lock');
    fs.writeFileSync(file, JSON.stringify({ pid: process.ppid, what: 'profile of other.onnx' }));
    const abort = new AbortController();
    const waitedFor: string[] = [];
    const waiting: boolean[] = [];
    const job = whileNobodyMeasures(
      'a test',
      {
        signal: abort.signal,
        onWait: owner => void waitedFor.push(owner.what),
        waiting: isWaiting => void waiting.push(isWaiting),
      },
      () => Promise.resolve('ran'),
      file,
    );
    abort.abort();
    await expect(job).rejects.toMatchObject({ reason: 'cancelled' });
    expect(waitedFor).toEqual(['profile of other.onnx']);
    expect(waiting).toEqual([true, false]);
  });

  it('goes on without a lock where none can be made', async () => {
    const file = path.join(folder, 'missing', 'folder.lock');
    expect(await whileNobodyMeasures('a test', waiter, () => Promise.resolve('ran'), file)).toBe('ran');
  });

  it('tells the work how long it waited', async () => {
    const file = path.join(folder, 'waited.lock');
    fs.writeFileSync(file, JSON.stringify({ pid: process.ppid, what: 'another' }));
    setTimeout(() => fs.rmSync(file), 100);
    const waitedMs = await whileNobodyMeasures('a test', waiter, Promise.resolve.bind(Promise), file);
    expect(waitedMs).toBeGreaterThan(90);
    expect(await whileNobodyMeasures('a test', waiter, Promise.resolve.bind(Promise), file)).toBe(0);
  });

  it('lets one of many take over from an owner that is gone, and leaves nothing behind', async () => {
    const file = path.join(folder, 'crowd.lock');
    fs.writeFileSync(file, JSON.stringify({ pid: DEAD, what: 'long ago' }));
    const program = path.join(folder, 'crowd.mjs');
    const source = path.resolve('src/worker/measurementLock.ts');
    await build({ entryPoints: [source], bundle: true, platform: 'node', format: 'esm', outfile: path.join(folder, 'lock.mjs') });
    fs.writeFileSync(program, CROWD);
    const journal = path.join(folder, 'journal');
    await Promise.all(Array.from({ length: 6 }, () => run(process.execPath, [program, file, journal])));
    const entries = fs.readFileSync(journal, 'utf8').trim().split('\n');
    expect(entries).toHaveLength(12);
    entries.forEach((entry, index) => expect(entry).toBe(index % 2 === 0 ? `in ${(entries[index + 1] ?? '').slice(4)}` : entry));
    expect(fs.readdirSync(folder).filter(name => name.startsWith('crowd.lock'))).toEqual([]);
  });
});
