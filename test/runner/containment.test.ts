import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ProfileRequest } from '../../src/shared/report/jobRequest';
import type { Profile } from '../../src/shared/report/latency';
import { buildModel } from '../fixtures/buildModel';
import { crashingInTheMiddleModel, crashingModel, endlessModel, greedyModel } from '../fixtures/hostileModels';
import { temporaryFolder } from '../fixtures/temporaryFolder';
import { quickProfile, recordedContext } from './jobFixtures';

const folder = temporaryFolder();

function written(name: string, bytes: Uint8Array): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, bytes);
  return file;
}

/** Folders of runners that this process owns. */
function leftovers(): readonly string[] {
  return fs.readdirSync(os.tmpdir()).filter(name => name.startsWith(`layerwise-run-${process.pid}-`));
}

describe('containment', () => {
  it('explains a crash of the runtime, with phase and node, and works on', async () => {
    const failure = quickProfile(written('crash.onnx', crashingModel()));
    await expect(failure).rejects.toMatchObject({ reason: 'runtime-crash', place: { phase: 'first run', node: 'Max #0' } });
    await expect(failure).rejects.toThrow(/crash\.onnx.*“first run”.*SIG|0xc0000005/);
    const good = await quickProfile(path.resolve('test/fixtures/models/tabular_mlp.onnx'));
    expect(good.kernels.length).toBeGreaterThan(0);
    expect(leftovers()).toEqual([]);
  });

  it('offers the next step of the retry ladder and takes none by itself', async () => {
    const file = written('ladder.onnx', crashingModel());
    const profiled = (step: Partial<ProfileRequest>): Promise<Profile> => quickProfile(file, {}, recordedContext(), step);
    await expect(profiled({})).rejects.toThrow(/--graph-optimization disabled\) sometimes helps/);
    const second = profiled({ graphOptimization: 'disabled' });
    await expect(second).rejects.toMatchObject({ reason: 'runtime-crash', place: { without: 'fusions' } });
    await expect(second).rejects.toThrow(/--graph-optimization disabled --no-arena/);
    const third = profiled({ graphOptimization: 'disabled', arena: false });
    await expect(third).rejects.toMatchObject({ reason: 'runtime-crash', place: { without: 'arena' } });
    const good = await quickProfile(path.resolve('test/fixtures/models/tabular_mlp.onnx'), {}, recordedContext(), { arena: false });
    expect(good.latency.notes.join()).toContain('without the memory arena');
    expect(good.latency.arenaBytes).toBeNaN();
  });

  it('finds the node among others that crashes', async () => {
    const failure = quickProfile(written('middle.onnx', crashingInTheMiddleModel()));
    await expect(failure).rejects.toMatchObject({ reason: 'runtime-crash', place: { node: 'guilty' } });
    expect(leftovers()).toEqual([]);
  });

  it('stops an endless loop at its deadline', async () => {
    const failure = quickProfile(written('endless.onnx', endlessModel()), { deadlineMs: 3000 });
    await expect(failure).rejects.toMatchObject({ reason: 'deadline' });
    await expect(failure).rejects.toThrow(/endless\.onnx was stopped in the phase/);
    expect(leftovers()).toEqual([]);
  });

  it('stops a model that takes too much memory', async () => {
    const failure = quickProfile(written('greedy.onnx', greedyModel()), { memoryLimitBytes: 1e9 });
    await expect(failure).rejects.toMatchObject({ reason: 'memory-limit' });
    expect(leftovers()).toEqual([]);
  });

  it('refuses a model without nodes and outputs in words of its own', async () => {
    const failure = quickProfile(written('empty.onnx', buildModel({ nodes: [], inputs: [{ name: 'x', shape: [2] }], outputs: [] })));
    await expect(failure).rejects.toMatchObject({ reason: 'not-applicable' });
    await expect(failure).rejects.toThrow('empty.onnx cannot be run: it has no nodes and no outputs, so there is nothing to compute.');
  });

  it('refuses a model with a cycle of nodes before anything is started, naming a node', async () => {
    const nodes = [
      { op: 'Add', name: 'sum', inputs: ['x', 'q'], outputs: ['p'] },
      { op: 'Relu', name: 'back', inputs: ['p'], outputs: ['q'] },
    ];
    const bytes = buildModel({ nodes, inputs: [{ name: 'x', shape: [2] }], outputs: [{ name: 'q', shape: [2] }] });
    const failure = quickProfile(written('cyclic.onnx', bytes));
    await expect(failure).rejects.toMatchObject({ reason: 'invalid-graph' });
    await expect(failure).rejects.toThrow(/^cyclic\.onnx cannot be run: (sum \(Add\)|back \(Relu\)) waits in a cycle.*remove the cycle\.$/);
  });

  it('names an operator that nobody has', async () => {
    const bytes = buildModel({
      nodes: [{ op: 'MyOp', domain: 'x.y', inputs: ['x'], outputs: ['y'] }],
      inputs: [{ name: 'x', shape: [2] }],
      outputs: [{ name: 'y', shape: [2] }],
      opsets: { 'x.y': 1 },
    });
    const failure = quickProfile(written('custom.onnx', bytes));
    await expect(failure).rejects.toMatchObject({ reason: 'unknown-operator' });
    await expect(failure).rejects.toThrow(/MyOp/);
  });

  it.each([0, 150, 700, 1500, 2500])('is cancelled %i ms after it began, and leaves neither process nor folder', async delay => {
    const abort = new AbortController();
    const job = quickProfile(written('cancelled.onnx', endlessModel()), {}, recordedContext(abort.signal));
    const timer = setTimeout(() => abort.abort(), delay);
    await expect(job).rejects.toMatchObject({ reason: 'cancelled' });
    clearTimeout(timer);
    expect(leftovers()).toEqual([]);
  });
});
