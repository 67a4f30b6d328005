import fs from 'node:fs';
import path from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { importTrace } from '../../src/worker/importTrace/importTrace';
import type { GraphLevel } from '../../src/shared/report/jobRequest';
import { allKernels, type Profile } from '../../src/shared/report/latency';
import { loopWithIfModel } from '../fixtures/nestedBodies';
import { temporaryFolder } from '../fixtures/temporaryFolder';
import { runCli, runJson } from './cli/runCli';
import { expectValid } from './cli/schemas';
import { quickProfile, recordedContext } from './jobFixtures';

const RUNS = 8;
const BATCH = 3;
const RESNET = path.resolve('test/fixtures/models/mnist_resnet.onnx');
const folder = temporaryFolder();

/** A profile as anybody's program would have the runtime write it. */
async function recorded(graphOptimizationLevel: GraphLevel): Promise<string> {
  const profileFilePrefix = path.join(folder, graphOptimizationLevel);
  const options = { enableProfiling: true, profileFilePrefix, graphOptimizationLevel, intraOpNumThreads: 2 };
  const session = await InferenceSession.create(RESNET, options);
  const input = new Tensor('float32', new Float32Array(BATCH * 28 * 28), [BATCH, 1, 28, 28]);
  for (let run = 0; run < RUNS; run++) await session.run({ input });
  session.endProfiling();
  await session.release();
  const name = fs.readdirSync(folder).find(entry => entry.startsWith(`${graphOptimizationLevel}_`));
  return path.join(folder, name ?? 'none');
}

function imported(trace: string, model = RESNET): Promise<Profile> {
  const conditions = { dims: {}, threads: undefined, seed: 0 };
  return importTrace({ kind: 'import', path: model, trace, conditions }, recordedContext());
}

describe('importTrace', () => {
  it.each(['all', 'basic', 'disabled'] as const)('finds every kernel of a trace at level “%s” in the model', async level => {
    const { kernels, environment, latency, inputShapes, missedFusions } = await imported(await recorded(level));
    expect(missedFusions).toEqual((await quickProfile(RESNET, {}, recordedContext(), { graphOptimization: level })).missedFusions);
    expect(kernels.every(({ anchor }) => anchor !== undefined)).toBe(true);
    expect(environment).toMatchObject({ graphOptimization: level, threads: 2, cpu: 'unknown', dims: { batch: BATCH } });
    expect(environment.imported).toMatch(/\.json$/);
    expect(inputShapes).toEqual({ input: [BATCH, 1, 28, 28] });
    expect(latency).toMatchObject({ runs: RUNS - 1, warmupRuns: 1, reliable: false });
    expect(latency.notes[0]).toMatch(/recorded elsewhere/);
    const sum = kernels.reduce((total, { medianMs }) => total + medianMs, 0);
    expect(sum + (latency.residualMs ?? Number.NaN)).toBeCloseTo(latency.medianMs, 6);
  });

  it('finds what ran in bodies', async () => {
    const model = path.join(folder, 'nested.onnx');
    fs.writeFileSync(model, loopWithIfModel());
    const profileFilePrefix = path.join(folder, 'bodies');
    const session = await InferenceSession.create(model, { enableProfiling: true, profileFilePrefix });
    const x = new Tensor('float32', new Float32Array(64 * 64), [64, 64]);
    for (let run = 0; run < RUNS; run++) await session.run({ x });
    session.endProfiling();
    await session.release();
    const name = fs.readdirSync(folder).find(entry => entry.startsWith('bodies_'));
    const { kernels } = await imported(path.join(folder, name ?? 'none'), model);
    const inside = allKernels(kernels).filter(({ executions }) => executions !== undefined);
    expect(inside.length).toBeGreaterThan(6);
    expect(inside.every(({ anchor }) => anchor !== undefined)).toBe(true);
    expect(inside.find(({ op }) => op === 'Sin')?.executions).toBe(3);
  });

  it('refuses the trace of another model, naming both', async () => {
    const failure = imported(await recorded('all'), path.resolve('test/fixtures/models/tabular_mlp.onnx'));
    await expect(failure).rejects.toMatchObject({ reason: 'not-applicable' });
    await expect(failure).rejects.toThrow(/is not a profile of tabular_mlp\.onnx: of its \d+ kernels 0 have/);
  });

  it('is an option of profile, whose report has null for what is not known', async () => {
    const trace = await recorded('all');
    const saved = path.join(folder, 'saved.json');
    const report = await runJson(['profile', RESNET, '--import-trace', trace, '--save', saved]);
    expectValid('report', report);
    expect(report).toMatchObject({
      environment: { cores: null, seed: null, imported: path.basename(trace) },
      latency: { peakRssBytes: null },
    });
    const again = await runCli(['profile', RESNET, '--load', saved]);
    expect(again.code).toBe(0);
    expect(again.stdout).toMatch(/imported from/);
    const repeated = await runCli(['profile', RESNET, '--repeat', saved]);
    expect(repeated).toMatchObject({ code: 2 });
    expect(repeated.stderr).toMatch(/cannot be repeated/);
  });
});
