import { fork, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { childEnvironment } from '../../src/shared/protocol/childEnvironment';
import {
  cancelWork,
  describePasses,
  runOptimize,
  runProfile,
  runTrial,
  workerPartialProfile,
  workerProgress,
} from '../../src/shared/protocol/engineWorker';
import { ipcConnection } from '../../src/shared/protocol/ipcConnection';
import { Link } from '../../src/shared/protocol/link';
import type { ProfileRequest } from '../../src/shared/report/jobRequest';
import { endlessModel } from '../fixtures/hostileModels';
import { temporaryFolder } from '../fixtures/temporaryFolder';

const folder = temporaryFolder();
const workers: ChildProcess[] = [];
afterEach(() => {
  for (const worker of workers.splice(0)) worker.kill('SIGKILL');
});

/** A worker as the engine starts it: alone in a folder that is also its folder for temporary files. */
function startWorker(): { readonly child: ChildProcess; readonly link: Link; readonly own: string } {
  const own = fs.mkdtempSync(path.join(folder, 'job-'));
  const child = fork(path.resolve('dist/worker.js'), [], {
    cwd: own,
    serialization: 'advanced',
    env: childEnvironment(process.env, { TMPDIR: own, TEMP: own, TMP: own }),
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  workers.push(child);
  return { child, link: new Link(ipcConnection(child)), own };
}

function profileOf(file: string): ProfileRequest {
  return { kind: 'profile', path: file, rigor: 'quick', graphOptimization: 'all', conditions: { dims: {}, threads: 1, seed: 0 } };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(20);
}

describe('worker', () => {
  it('profiles, with progress and a partial result on the way', async () => {
    const { link } = startWorker();
    const phases: string[] = [];
    let partials = 0;
    link.on(workerProgress, ({ phase }) => phases.push(phase));
    link.on(workerPartialProfile, () => partials++);
    const profile = await link.request(runProfile, profileOf(path.resolve('test/fixtures/models/tabular_mlp.onnx')));
    expect(profile.latency.samplesMs).toBeInstanceOf(Float64Array);
    expect(phases).toContain('Time kernels');
    expect(partials).toBe(1);
  });

  it('answers failures with their reason', async () => {
    const { link } = startWorker();
    await expect(link.request(runProfile, profileOf(path.join(folder, 'missing.onnx')))).rejects.toMatchObject({ reason: 'file-missing' });
    expect((await link.request(describePasses, {})).length).toBeGreaterThan(0);
  });

  it('tries passes on data: times and errors of layers in the answer, and no file', { timeout: 120_000 }, async () => {
    const { link } = startWorker();
    const models = path.resolve('test/fixtures/models');
    const before = fs.readdirSync(models);
    const phases = new Set<string>();
    link.on(workerProgress, ({ phase }) => phases.add(phase));
    const request = { passes: [{ id: 'quantize-static', parameters: {} }], evaluationData: undefined, measure: true, batch: 1 };
    const { path: model, conditions } = profileOf(path.join(models, 'mnist_resnet.onnx'));
    const plan = await link.request(runTrial, { kind: 'trial', path: model, conditions, ...request });
    expect(phases.size).toBeGreaterThan(1);
    expect(plan.tried).toMatchObject({ kind: 'data' });
    expect(plan.tried?.fitted).toBeGreaterThan(plan.tried?.heldBack ?? Infinity);
    expect(plan.nodesAfter).toBeGreaterThan(plan.nodesBefore);
    const changed = plan.layers.filter(({ action }) => action === 'change');
    expect(changed.length).toBeGreaterThan(5);
    for (const { triedMs } of changed) expect(Math.min(triedMs?.before ?? 0, triedMs?.after ?? 0)).toBeGreaterThan(0);
    for (const { errorDb } of changed.filter(layer => layer.errorDb !== undefined)) expect(errorDb).toBeGreaterThan(15);
    expect(changed.some(({ errorDb }) => errorDb !== undefined)).toBe(true);
    expect(fs.readdirSync(models)).toEqual(before);
  });

  it('ends a trial that is cancelled with that reason', { timeout: 60_000 }, async () => {
    const { link } = startWorker();
    const { path: model, conditions } = profileOf(path.resolve('test/fixtures/models/mnist_resnet.onnx'));
    link.on(workerProgress, () => link.notify(cancelWork, {}));
    const request = { passes: [{ id: 'quantize-static', parameters: {} }], evaluationData: undefined, measure: true, batch: 1 };
    await expect(link.request(runTrial, { kind: 'trial', path: model, conditions, ...request })).rejects.toMatchObject({
      reason: 'cancelled',
    });
  });

  it('removes the variant that it wrote when it is cancelled before that was proved', async () => {
    const { link } = startWorker();
    const model = path.join(folder, 'cancelled.onnx');
    fs.copyFileSync(path.resolve('test/fixtures/models/mnist_resnet.onnx'), model);
    const variants = (): readonly string[] =>
      fs.readdirSync(folder).filter(name => name.startsWith('cancelled.') && name !== 'cancelled.onnx');
    let wasWritten = false;
    link.on(workerProgress, ({ phase }) => {
      if (phase !== 'Measure latency') return;
      wasWritten ||= variants().length > 0;
      link.notify(cancelWork, {});
    });
    const { conditions } = profileOf(model);
    const job = {
      conditions,
      output: undefined,
      evaluationData: undefined,
      measure: true,
      rigor: 'quick' as const,
      batch: 1,
      passes: [{ id: 'clean', parameters: {} }],
    };
    await expect(link.request(runOptimize, { kind: 'optimize', path: model, ...job })).rejects.toMatchObject({ reason: 'cancelled' });
    expect(wasWritten).toBe(true);
    expect(variants()).toEqual([]);
  });

  it.each([150, 500, 1000])('takes its runner along when it is killed %i ms after that began, and the runner its folder', async delay => {
    const { child, link, own } = startWorker();
    const model = path.join(folder, 'endless.onnx');
    fs.writeFileSync(model, endlessModel());
    const runners = (): readonly string[] => fs.readdirSync(own).filter(name => name.startsWith('layerwise-run-'));
    const job = link.request(runProfile, profileOf(model));
    await until(() => runners().length > 0);
    await sleep(delay);
    child.kill('SIGKILL');
    await expect(job).rejects.toMatchObject({ reason: 'engine-crash' });
    await until(() => runners().length === 0);
    expect(runners()).toEqual([]);
  });
});
