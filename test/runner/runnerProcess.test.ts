import fs from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { NamedTensors } from '../../src/shared/graph/denseTensor';
import { RunnerProcess, type RunnerLimits } from '../../src/worker/runnerProcess';

const MODEL = path.resolve('test/fixtures/models/mnist_resnet.onnx');
const OPTIONS = { threads: 1, graphOptimization: 'all' } as const;

const runners: RunnerProcess[] = [];
afterEach(async () => {
  await Promise.all(runners.splice(0).map(runner => runner.dispose()));
});

async function start(limits: Partial<RunnerLimits> = {}): Promise<RunnerProcess> {
  const runner = await RunnerProcess.start({ signal: new AbortController().signal, file: MODEL, ...limits });
  runners.push(runner);
  return runner;
}

function images(batch: number): NamedTensors {
  const data = Float32Array.from({ length: batch * 784 }, (_, index) => (index % 7) / 7);
  return new Map([['input', { dtype: 'float32', dims: [batch, 1, 28, 28], data }]]);
}

describe('RunnerProcess', () => {
  it('makes a session, runs it and returns outputs', async () => {
    const runner = await start();
    const created = await runner.createSession(MODEL, OPTIONS);
    expect(created.inputs).toEqual([{ name: 'input', dtype: 'float32', shape: ['batch', 1, 28, 28] }]);
    expect(created.loadMs).toBeGreaterThan(0);
    const { outputs } = await runner.run(created.session, images(2));
    const logits = outputs.get('logits');
    expect(logits?.dims).toEqual([2, 10]);
    expect([...(logits?.data ?? [])].every(Number.isFinite)).toBe(true);
  });

  it('times bursts and interleaved blocks inside the runner', async () => {
    const runner = await start();
    const { session } = await runner.createSession(MODEL, OPTIONS);
    const feeds = await runner.storeFeeds(images(1));
    const burst = await runner.timeRuns({ session, feeds }, { maxRuns: 5, maxMs: 10_000 });
    expect(burst.wallMs).toHaveLength(5);
    expect(burst.cpuMs).toHaveLength(5);
    const blocks = await runner.timeBlocks({ session, feeds }, { session, feeds }, { maxRuns: 2, maxMs: 10_000 });
    expect(blocks.wallMs).toHaveLength(8);
  });

  it('knows its own peak of memory, not that of the process that started it', async () => {
    const large = Buffer.alloc(600 * 2 ** 20, 1);
    const runner = await start();
    await runner.createSession(MODEL, OPTIONS);
    expect(runner.peakRssBytes).toBeGreaterThan(2 ** 20);
    expect(runner.peakRssBytes).toBeLessThan(large.length);
  });

  it('records kernels of the runs asked for', async () => {
    const runner = await start();
    const { session } = await runner.createSession(MODEL, { ...OPTIONS, profile: true });
    const feeds = await runner.storeFeeds(images(1));
    await runner.timeRuns({ session, feeds }, { maxRuns: 4, maxMs: 10_000 });
    const trace = await runner.endProfiling(session, 3);
    expect(trace.runStartUs).toHaveLength(3);
    expect(trace.kernel.length).toBe(trace.kernels.length * 3);
    expect(trace.kernels.some(kernel => kernel.op === 'Conv' && kernel.outputShapes[0]?.length === 4)).toBe(true);
    expect(fs.readdirSync(runner.folder)).toEqual([]);
  });

  it('says what the runtime says about a file that is no model', async () => {
    const runner = await start();
    await expect(runner.createSession(path.resolve('package.json'), OPTIONS)).rejects.toMatchObject({
      reason: 'runtime-error',
      place: { phase: 'create' },
    });
  });

  it('stops above its memory limit', async () => {
    const session = start({ memoryLimitBytes: 1 }).then(runner => runner.createSession(MODEL, OPTIONS));
    await expect(session).rejects.toMatchObject({ reason: 'memory-limit' });
  });

  it('is killed by its signal and leaves nothing behind', async () => {
    const abort = new AbortController();
    const runner = await start({ signal: abort.signal });
    const { session } = await runner.createSession(MODEL, OPTIONS);
    const feeds = await runner.storeFeeds(images(1));
    const endless = runner.timeRuns({ session, feeds }, { maxRuns: 1e9, maxMs: 1e9 });
    abort.abort();
    await expect(endless).rejects.toMatchObject({ reason: 'cancelled' });
    await runner.dispose();
    expect(fs.existsSync(runner.folder)).toBe(false);
  });

  it('is not started when the job is cancelled already', async () => {
    await expect(RunnerProcess.start({ signal: AbortSignal.abort(), file: MODEL })).rejects.toMatchObject({ reason: 'cancelled' });
  });
});
