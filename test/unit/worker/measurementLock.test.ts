import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { whileNobodyMeasures } from '../../../src/worker/measurementLock';
import { temporaryFolder } from '../../fixtures/temporaryFolder';

const folder = temporaryFolder();
const signal = new AbortController().signal;
const nobody = (): void => undefined;
/** No process has this number on any system. */
const DEAD = 2 ** 30;

describe('whileNobodyMeasures', () => {
  it('holds the lock while it works and gives it back, also after an error', async () => {
    const file = path.join(folder, 'held.lock');
    const seen = await whileNobodyMeasures('a test', signal, nobody, () => Promise.resolve(fs.readFileSync(file, 'utf8')), file);
    expect(JSON.parse(seen)).toEqual({ pid: process.pid, what: 'a test' });
    expect(fs.existsSync(file)).toBe(false);
    const failing = whileNobodyMeasures('a test', signal, nobody, () => Promise.reject(new Error('no')), file);
    await expect(failing).rejects.toThrow('no');
    expect(fs.existsSync(file)).toBe(false);
  });

  it('lets a measurement that is part of another one in', async () => {
    const file = path.join(folder, 'nested.lock');
    const inner = (): Promise<string> => whileNobodyMeasures('inner', signal, nobody, () => Promise.resolve('in'), file);
    expect(await whileNobodyMeasures('outer', signal, nobody, inner, file)).toBe('in');
  });

  it('takes over from an owner that is gone', async () => {
    const file = path.join(folder, 'stale.lock');
    fs.writeFileSync(file, JSON.stringify({ pid: DEAD, what: 'long ago' }));
    expect(await whileNobodyMeasures('a test', signal, nobody, () => Promise.resolve('mine'), file)).toBe('mine');
  });

  it('says whom it waits for, and stops waiting when cancelled', async () => {
    const file = path.join(folder, 'busy.lock');
    fs.writeFileSync(file, JSON.stringify({ pid: process.ppid, what: 'profile of other.onnx' }));
    const abort = new AbortController();
    const waitedFor: string[] = [];
    const waiting = whileNobodyMeasures(
      'a test',
      abort.signal,
      owner => waitedFor.push(owner.what),
      () => Promise.resolve('ran'),
      file,
    );
    abort.abort();
    await expect(waiting).rejects.toMatchObject({ reason: 'cancelled' });
    expect(waitedFor).toEqual(['profile of other.onnx']);
  });

  it('goes on without a lock where none can be made', async () => {
    const file = path.join(folder, 'missing', 'folder.lock');
    expect(await whileNobodyMeasures('a test', signal, nobody, () => Promise.resolve('ran'), file)).toBe('ran');
  });
});
