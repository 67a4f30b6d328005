import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WorkerProcess } from '../../src/engine/jobs/workerProcess';
import { runProfile } from '../../src/shared/protocol/engineWorker';
import type { ProfileRequest } from '../../src/shared/report/jobRequest';
import { buildProgram } from './buildProgram';
import { isAlive, until } from './processes';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'layerwise-test-'));

function profileOf(name: string): ProfileRequest {
  const conditions = { dims: {}, threads: 1, seed: 0 };
  return { kind: 'profile', path: path.join(folder, name), conditions, rigor: 'quick', graphOptimization: 'all' };
}

describe('a worker process', () => {
  let program = '';
  let worker: WorkerProcess;
  const log: string[] = [];
  const start = () => (worker = new WorkerProcess(program, line => log.push(line)));
  const ask = (name: string, limits: { signal?: AbortSignal; deadlineMs?: number; farewellMs?: number } = {}) =>
    worker.request(runProfile, profileOf(name), { signal: new AbortController().signal, ...limits });

  beforeAll(() => {
    program = buildProgram('fakeWorker');
  });
  afterEach(() => worker.dispose());

  it('answers, with typed arrays as they are', async () => {
    start();
    const profile = await ask('fine.onnx', { deadlineMs: 2 ** 31 });
    expect(profile.latency.samplesMs).toBeInstanceOf(Float64Array);
  });

  it('hands on a typed error', async () => {
    start();
    await expect(ask('refuse.onnx')).rejects.toMatchObject({ reason: 'dimension-needed', place: { node: 'x' } });
  });

  it('turns a crash into a typed error with the end of the log', async () => {
    start();
    await expect(ask('crash.onnx')).rejects.toMatchObject({
      reason: 'engine-crash',
      message: expect.stringContaining('SIGSEGV') as string,
      logTail: 'about to crash',
    });
    expect(log).toContain('about to crash');
  });

  async function hanging(): Promise<readonly number[]> {
    const file = path.join(folder, 'hang.onnx.pids');
    await until(() => fs.existsSync(file) && fs.existsSync(path.join(folder, 'hang.onnx.folder')));
    const pids = JSON.parse(fs.readFileSync(file, 'utf8')) as number[];
    fs.rmSync(file);
    return pids;
  }

  it('ends with everything it started when it is cancelled, and its folder is cleared', async () => {
    start();
    const abort = new AbortController();
    const answer = ask('hang.onnx', { signal: abort.signal });
    const pids = await hanging();
    const cwd = fs.readFileSync(path.join(folder, 'hang.onnx.folder'), 'utf8');
    abort.abort();
    await expect(answer).rejects.toMatchObject({ reason: 'cancelled' });
    await until(() => pids.every(pid => !isAlive(pid)), 1000);
    await worker.dispose();
    expect(fs.existsSync(cwd)).toBe(false);
  });

  it('may remove what it wrote before it is killed, and the reason stays that for which it was ended', async () => {
    start();
    const written = path.join(folder, 'tidy.onnx.written');
    const abort = new AbortController();
    const answer = ask('tidy.onnx', { signal: abort.signal, farewellMs: 5000 });
    await until(() => fs.existsSync(written));
    abort.abort();
    await expect(answer).rejects.toMatchObject({ reason: 'cancelled' });
    expect(fs.existsSync(written)).toBe(false);
    void worker.dispose();
    start();
    await expect(ask('tidy.onnx', { deadlineMs: 1500, farewellMs: 5000 })).rejects.toMatchObject({ reason: 'deadline' });
    expect(fs.existsSync(written)).toBe(false);
  });

  it('is killed at its deadline', async () => {
    start();
    const answer = ask('hang.onnx', { deadlineMs: 1500 });
    answer.catch(() => undefined);
    const pids = await hanging();
    await expect(answer).rejects.toMatchObject({ reason: 'deadline' });
    await until(() => pids.every(pid => !isAlive(pid)), 1000);
  });
});
