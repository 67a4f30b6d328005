import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EngineClient } from '../../src/engineClient/engineClient';
import * as protocol from '../../src/shared/protocol/hostEngine';
import { unpack } from '../../src/shared/protocol/packing/unpack';
import type { JobOutcome } from '../../src/shared/report/job';
import type { LayerRequest, OptimizeRequest, ProfileRequest } from '../../src/shared/report/jobRequest';
import type { OptimizeResult } from '../../src/shared/report/optimizeResult';
import type { ModelView } from '../../src/shared/report/modelView';
import { basisOf, type Column } from '../../src/shared/report/column';
import type { Profile } from '../../src/shared/report/latency';
import type { LayerTiming } from '../../src/shared/report/layerTiming';
import type { MachineReport } from '../../src/shared/report/machine';
import type { RooflineView } from '../../src/shared/report/roofline';
import { residualNetwork } from '../bench/webview/residualNetwork';
import { reluModel } from '../fixtures/reluModel';
import { buildProgram } from './buildProgram';
import { isAlive, until } from './processes';

const SAMPLE = path.resolve('media/samples/mnist_wide.onnx');
const conditions = { dims: {}, threads: undefined, seed: 0 };

describe('the engine', () => {
  let program: { enginePath: string; workerPath: string };
  let client: EngineClient;
  let folder = '';

  beforeAll(() => {
    const main = path.resolve('src/engine/main.ts');
    program = { enginePath: buildProgram(main), workerPath: buildProgram('fakeWorker') };
  });
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'layerwise-test-'));
    process.env['LAYERWISE_CACHE'] = path.join(folder, 'cache');
    client = new EngineClient({ ...program, storage: path.join(folder, 'storage') }, () => undefined);
  });
  afterEach(async () => {
    delete process.env['LAYERWISE_CACHE'];
    await client.stop();
  });

  /** Opens a copy of the 80-byte model under a name that tells the fake worker what to do. */
  async function open(name: string, bytes: Uint8Array = reluModel): Promise<protocol.OpenedModel & { readonly file: string }> {
    const file = path.join(folder, name);
    fs.writeFileSync(file, bytes);
    return { ...(await client.request(protocol.openModel, { path: file, trusted: true, dims: {} })), file };
  }

  /** The view with its analysis, however many stages it takes. */
  async function openWhole(path: string): Promise<protocol.OfModel & { readonly view: ModelView; readonly profile: Profile | undefined }> {
    const { model, token, view, isBeginning, profile } = await client.request(protocol.openModel, { path, trusted: true, dims: {} });
    const whole = isBeginning ? await client.request(protocol.modelView, { model, token }) : view;
    return { model, token, view: unpack(whole), profile };
  }

  async function profile({ model, token, file }: Awaited<ReturnType<typeof open>>): Promise<protocol.JobId> {
    const request: ProfileRequest = { kind: 'profile', path: file, conditions, rigor: 'quick', graphOptimization: 'all' };
    return client.request(protocol.startProfile, { model, token, request });
  }

  async function optimize({ model, token, file }: Awaited<ReturnType<typeof open>>): Promise<protocol.JobId> {
    const request: OptimizeRequest = {
      kind: 'optimize',
      path: file,
      output: undefined,
      passes: [{ id: 'clean', parameters: {} }],
      conditions,
      evaluationData: undefined,
      measure: false,
      batch: 1,
    };
    return client.request(protocol.startOptimize, { model, token, request });
  }

  function nextProfile(): Promise<JobOutcome<Profile>> {
    return new Promise(resolve => client.on(protocol.profileDone, ({ outcome }) => resolve(outcome)));
  }

  function nextOptimize(): Promise<JobOutcome<OptimizeResult>> {
    return new Promise(resolve => client.on(protocol.optimizeDone, ({ outcome }) => resolve(outcome)));
  }

  it('writes a report in every format, without the folder of the model', async () => {
    const { model, token } = await open('relu.onnx');
    const report = (format: 'html' | 'md' | 'json'): Promise<string> => client.request(protocol.exportReport, { model, token, format });
    const page = await report('html');
    expect(page).toMatch(/^<!doctype html>[^]*<h1>relu\.onnx<\/h1>/);
    expect(page).not.toContain(folder);
    expect(await report('md')).toMatch(/^### relu\.onnx\n/);
    expect(JSON.parse(await report('json'))).toMatchObject({ schema: 'layerwise.report/1', model: { file: 'relu.onnx' } });
  });

  it('has a layer timed, tells the host, and cancels it like any other job', async () => {
    const outcomes: JobOutcome<LayerTiming>[] = [];
    client.on(protocol.layerDone, ({ outcome }) => outcomes.push(outcome));
    const start = async ({ model, token, file }: Awaited<ReturnType<typeof open>>): Promise<protocol.JobId> => {
      const request: LayerRequest = { kind: 'layer', path: file, node: 3, int8: true, outputWidths: 'around', conditions, rigor: 'quick' };
      return client.request(protocol.startLayer, { model, token, request });
    };
    await start(await open('fine.onnx'));
    await until(() => outcomes.length === 1);
    expect(outcomes[0]).toMatchObject({ kind: 'done', result: { node: 3, staircases: [{ channels: 64 }, { side: 'input' }] } });
    await client.request(protocol.cancelJob, { job: await start(await open('hang.onnx')) });
    await until(() => outcomes.length === 2);
    expect(outcomes[1]).toEqual({ kind: 'cancelled' });
  });

  it('opens a model with its analysis, without weights or runtime', async () => {
    const { view, profile: known } = await openWhole(SAMPLE);
    expect(view.fileName).toBe('mnist_wide.onnx');
    expect(view.analysis.totals.macs).toBeGreaterThan(0);
    expect(view.analysis.dims).toEqual([{ name: 'batch', value: 1, suggested: 1 }]);
    expect(view.analysis.columns.find(({ id }) => id === 'macs')?.values).toBeInstanceOf(Float64Array);
    expect(known).toBeUndefined();
  });

  describe('in two stages', () => {
    const network = residualNetwork(20_000);

    it('answers with the first layers, then with all and their numbers', async () => {
      const { model, token, view, isBeginning } = await open('network.onnx', network);
      expect(isBeginning).toBe(true);
      const beginning = unpack(view);
      const whole = unpack(await client.request(protocol.modelView, { model, token }));
      expect(beginning.analysis.totals.macs).toBeUndefined();
      expect(whole.analysis.totals.macs).toBeGreaterThan(0);
      const count = beginning.nodeOps.length;
      expect([count, whole.nodeOps.length]).toEqual([1000, 20_000]);
      for (const part of ['nodeNames', 'nodeOps'] as const) expect(beginning[part]).toEqual(whole[part].slice(0, count));
      expect(beginning.analysis.hierarchy.layerNames).toEqual(whole.analysis.hierarchy.layerNames.slice(0, count));
    });

    it('answers others while it analyses', async () => {
      const { model, token } = await open('network.onnx', network);
      let [isDone, answers] = [false, 0];
      const whole = client.request(protocol.modelView, { model, token }).finally(() => (isDone = true));
      for (; !isDone; answers++) await client.request(protocol.nodeDetails, { model, token, node: 0 });
      expect(unpack(await whole).nodeOps).toHaveLength(20_000);
      // Analysing in one go it answers twice: before and after.
      expect(answers).toBeGreaterThan(5);
    });

    it('answers any other question from the whole analysis', async () => {
      const { model, token } = await open('network.onnx', network);
      const { text } = await client.request(protocol.textForm, { model, token });
      expect(text).toContain('8×14×14');
    });

    it('does not count a file that changed in between, nor one that was closed', async () => {
      const { model, token, file } = await open('network.onnx', network);
      await sleep(20);
      fs.writeFileSync(file, residualNetwork(50));
      await expect(client.request(protocol.modelView, { model, token })).rejects.toMatchObject({ reason: 'stale-token' });
      const again = await open('network.onnx', network);
      await client.request(protocol.closeModel, again);
      await expect(client.request(protocol.modelView, again)).rejects.toMatchObject({ reason: 'stale-token' });
    });

    it('answers at once where names tell no layers', async () => {
      const { view, isBeginning } = await open('fine.onnx');
      expect(isBeginning).toBe(false);
      expect(unpack(view).analysis.totals.activationBytes).toBeGreaterThan(0);
    });
  });

  it('analyses again with other dims', async () => {
    const { model, token, view } = await openWhole(SAMPLE);
    const eight = unpack(await client.request(protocol.setDims, { model, token, dims: { batch: 8 } }));
    expect(eight.analysis.totals.macs).toBe((view.analysis.totals.macs ?? NaN) * 8);
    expect(eight.analysis.dims[0]?.value).toBe(8);
  });

  it('groups layers again as the user wants, also when sizes change and when the model is opened so', async () => {
    const { model, token, view } = await openWhole(SAMPLE);
    expect(view.analysis.hierarchy.source).toBe('structure');
    const flat = unpack(await client.request(protocol.setGrouping, { model, token, grouping: 'none' }));
    expect(flat.analysis.hierarchy.groups).toEqual([]);
    expect(flat.analysis.totals).toEqual(view.analysis.totals);
    const eight = unpack(await client.request(protocol.setDims, { model, token, dims: { batch: 8 } }));
    expect(eight.analysis.hierarchy.source).toBe('none');
    const again = await client.request(protocol.openModel, { path: SAMPLE, trusted: true, dims: {}, grouping: 'none' });
    expect(unpack(again.view).analysis.hierarchy.source).toBe('none');
  });

  it('reads the values of weights only when asked, and answers for other sizes as well', async () => {
    const { model, token } = await client.request(protocol.openModel, { path: SAMPLE, trusted: true, dims: {} });
    const effective = async () => {
      const columns = await client.request(protocol.sparsity, { model, token });
      expect(columns.map(({ id }) => id)).toEqual(['zeroWeights', 'readWeights', 'zeroSparsity', 'effectiveMacs']);
      return columns[3]?.values.reduce((sum, macs) => sum + macs, 0) ?? Number.NaN;
    };
    const one = await effective();
    expect(one).toBeGreaterThan(0);
    await client.request(protocol.setDims, { model, token, dims: { batch: 8 } });
    expect(await effective()).toBeCloseTo(8 * one, 0);
    await expect(client.request(protocol.measuredView, { model, token })).resolves.toBeUndefined();
  });

  it('answers about nodes, weights, text and suggestions', async () => {
    const { model, token, view } = await client.request(protocol.openModel, { path: SAMPLE, trusted: true, dims: {} });
    const conv = unpack(view).nodeOps.indexOf('Conv');
    const { weights } = await client.request(protocol.nodeDetails, { model, token, node: conv });
    const [weight] = weights;
    const statistics = await client.request(protocol.weightStatistics, { model, token, weight: weight?.name ?? '' });
    expect(statistics.histogram.reduce((sum, count) => sum + count, 0)).toBe(statistics.sampled);
    const lives = await client.request(protocol.tensorLives, { model, token });
    expect(lives.tensors).toHaveLength(lives.bytes.length);
    const text = await client.request(protocol.textForm, { model, token });
    expect(text.text.split('\n')[text.lineOfNode[conv] ?? -1]).toContain('Conv(');
    await expect(client.request(protocol.suggestions, { model, token, data: 'none' })).resolves.toHaveProperty('declined');
  });

  it.each([
    ['a file that is no model', 'broken.onnx', 'This is not a model.\n', 'text-file'],
    ['an empty file', 'empty.onnx', '', 'empty-file'],
    ['a pointer of Git LFS', 'lfs.onnx', 'version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 1\n', 'lfs-pointer'],
  ])('refuses %s with its reason', async (_what, name, content, reason) => {
    const refused = client.request(protocol.openModel, { path: writeText(name, content), trusted: true, dims: {} });
    await expect(refused).rejects.toMatchObject({ reason, message: expect.stringContaining(name) as string });
  });

  function writeText(name: string, content: string): string {
    const file = path.join(folder, name);
    fs.writeFileSync(file, content);
    return file;
  }

  it('refuses requests about a file that is no longer the one that was opened', async () => {
    const { model, token, file } = await open('fine.onnx');
    await client.request(protocol.nodeDetails, { model, token, node: 0 });
    await sleep(20);
    fs.writeFileSync(file, reluModel);
    await expect(client.request(protocol.nodeDetails, { model, token, node: 0 })).rejects.toMatchObject({ reason: 'stale-token' });
    const again = await client.request(protocol.openModel, { path: file, trusted: true, dims: {} });
    await expect(client.request(protocol.nodeDetails, { model: again.model, token, node: 0 })).rejects.toMatchObject({
      reason: 'stale-token',
    });
    await client.request(protocol.closeModel, { model: again.model });
    await expect(client.request(protocol.nodeDetails, { ...again, node: 0 })).rejects.toMatchObject({ reason: 'stale-token' });
  });

  it('profiles, tells how it goes, and knows the result when the model is opened again', async () => {
    const opened = await open('fine.onnx');
    const phases: string[] = [];
    client.on(protocol.jobProgress, ({ progress }) => phases.push(progress.phase));
    const partial: number[] = [];
    client.on(protocol.partialProfile, event => partial.push(event.profile.kernels.length));
    const done = nextProfile();
    await profile(opened);
    const outcome = await done;
    expect(outcome.kind).toBe('done');
    expect(phases).toEqual(['Running']);
    expect(partial).toEqual([1]);
    const again = await client.request(protocol.openModel, { path: opened.file, trusted: true, dims: {} });
    expect(again.profile?.latency.medianMs).toBe(2);
  });

  it('runs jobs one after the other', async () => {
    const [hanging, fine] = [await open('hang.onnx'), await open('fine.onnx')];
    const waiting: protocol.JobId[] = [];
    client.on(protocol.jobProgress, ({ job, progress }) => progress.phase.startsWith('Waiting') && waiting.push(job));
    const first = await profile(hanging);
    const second = await profile(fine);
    await until(() => waiting.includes(second));
    const cancelled = nextProfile();
    await client.request(protocol.cancelJob, { job: first });
    expect(await cancelled).toEqual({ kind: 'cancelled' });
    expect((await nextProfile()).kind).toBe('done');
  });

  it.each([
    ['refuse.onnx', 'dimension-needed'],
    ['crash.onnx', 'engine-crash'],
  ])('reports how a job on %s fails, and goes on', async (name, reason) => {
    const failed = nextProfile();
    await profile(await open(name));
    expect(await failed).toMatchObject({ kind: 'failed', error: { reason } });
    const done = nextProfile();
    await profile(await open('fine.onnx'));
    expect((await done).kind).toBe('done');
  });

  it('registers what an optimization wrote, and keeps or discards it', async () => {
    const opened = await open('fine.onnx');
    const done = nextOptimize();
    await optimize(opened);
    expect((await done).kind).toBe('done');
    const list = () => client.request(protocol.listVariants, { path: opened.file });
    const [variant] = await list();
    expect(variant).toMatchObject({ name: 'clean', state: 'unreviewed', parent: opened.file });
    const file = variant?.path ?? '';
    await client.request(protocol.keepVariant, { path: file });
    expect((await list())[0]?.state).toBe('kept');
    await expect(client.request(protocol.discardVariant, { path: opened.file })).rejects.toMatchObject({ reason: 'not-applicable' });
    await client.request(protocol.discardVariant, { path: file });
    expect(fs.existsSync(file)).toBe(false);
    expect(fs.existsSync(opened.file)).toBe(true);
    expect(await list()).toEqual([]);
  });

  it('answers a dry run, and drops one that a later one overtakes', async () => {
    const { model, token } = await open('fine.onnx');
    const overtaken = client.request(protocol.dryRun, { model, token, passes: [{ id: 'slow', parameters: {} }] });
    overtaken.catch(() => undefined);
    await sleep(100);
    const answered = await client.request(protocol.dryRun, { model, token, passes: [{ id: 'clean', parameters: {} }] });
    expect(answered.pass).toBe('clean');
    await expect(overtaken).rejects.toMatchObject({ reason: 'cancelled' });
  });

  describe('with the roofs of the machine', () => {
    function measureMachine(threads: number): Promise<protocol.JobId> {
      return client.request(protocol.startMachine, { request: { kind: 'machine', threads } });
    }

    function nextMachine(): Promise<JobOutcome<MachineReport>> {
      return new Promise(resolve => client.on(protocol.machineDone, ({ outcome }) => resolve(outcome)));
    }

    async function shares(opened: protocol.OfModel, measured: boolean): Promise<readonly [RooflineView, Column | undefined]> {
      const { model, token } = opened;
      const view = unpack(await client.request(protocol.roofline, { model, token, measured, threads: 2 }));
      return [view, view.columns.find(({ id }) => id === 'ofLimit')];
    }

    it('knows no roofline before the machine was measured, an estimated one then, and a measured one with a profile', async () => {
      const opened = await open('fine.onnx');
      expect(await shares(opened, true)).toEqual([{ from: undefined, columns: [], layers: [], plot: undefined }, undefined]);

      const done = nextMachine();
      await measureMachine(2);
      expect((await done).kind).toBe('done');
      const [{ from, layers }, estimated] = await shares(opened, true);
      expect(from).toContain('measured on Some Processor');
      expect(estimated && basisOf(estimated, 0)).toBe('estimated');
      expect(layers[0]?.roofline).toMatchObject({ bound: 'memory', ofLimit: null });

      const profiled = nextProfile();
      await profile(opened);
      await profiled;
      const [{ layers: held }, measured] = await shares(opened, true);
      expect(measured && basisOf(measured, 0)).toBe('measured');
      expect(held[0]?.roofline.ofLimit).toBeCloseTo(measured?.values[0] ?? NaN);
      const [, withOtherShapes] = await shares(opened, false);
      expect(withOtherShapes && basisOf(withOtherShapes, 0)).toBe('estimated');
    });

    it('ranks suggestions by predicted time before a profile', async () => {
      const { model, token } = await client.request(protocol.openModel, { path: SAMPLE, trusted: true, dims: {} });
      const request = { model, token, data: 'labelled', threads: 2 } as const;
      const gains = async () => {
        const { offered, advice } = await client.request(protocol.suggestions, request);
        return [...offered, ...advice].map(({ gain }) => gain?.from ?? '');
      };
      expect((await gains()).join()).not.toContain('predicted');
      const done = nextMachine();
      await measureMachine(2);
      await done;
      expect((await gains()).join()).toContain('predicted');
    });

    it('cancels the measurement like any job', async () => {
      const kinds: string[] = [];
      client.on(protocol.jobProgress, ({ kind, model }) => kinds.push(`${kind} ${String(model)}`));
      const done = nextMachine();
      const job = await measureMachine(99);
      await until(() => kinds.length > 0);
      await client.request(protocol.cancelJob, { job });
      expect(await done).toEqual({ kind: 'cancelled' });
      expect(kinds).toEqual(['machine undefined']);
    });
  });

  it.each(['told to stop', 'killed'])('leaves no process behind when it is %s', async how => {
    const hanging = await open('hang.onnx');
    const pidFile = `${hanging.file}.pids`;
    await profile(hanging);
    await until(() => fs.existsSync(pidFile) && fs.readFileSync(pidFile, 'utf8').endsWith(']'));
    const [worker = 0, grandchild = 0] = JSON.parse(fs.readFileSync(pidFile, 'utf8')) as number[];
    if (how === 'told to stop') await client.stop();
    else if (client.pid !== undefined) process.kill(client.pid, 'SIGKILL');
    await until(() => !isAlive(worker), 2000);
    // Of a killed engine only the worker hears; ending what it started is its own affair.
    if (how === 'told to stop') await until(() => !isAlive(grandchild), 2000);
    else process.kill(grandchild, 'SIGKILL');
  });
});
