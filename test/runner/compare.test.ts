import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareModelLatency, compareModels } from '../../src/worker/compare';
import { compareVariants } from '../../src/worker/compareVariants';
import { Deadline } from '../../src/worker/deadline';
import { temporaryFolder } from '../fixtures/temporaryFolder';
import { recordedContext } from './jobFixtures';

const folder = temporaryFolder();

const fixture = (name: string): string => path.resolve('test/fixtures/models', name);
const conditions = { dims: {}, threads: 1, seed: 1 };

describe('compareModels', () => {
  it('finds a model equal to itself, on the data beside it', async () => {
    const base = fixture('tabular_mlp.onnx');
    const { outputs, latency } = await compareModels(
      { kind: 'compare', base, variant: base, conditions, rigor: 'quick', batch: 4 },
      recordedContext(),
    );
    expect(outputs).toMatchObject({ samples: 69, inputs: 'data', maxAbs: 0, sqnrDb: Infinity, top1Agreement: { value: 1 } });
    expect(latency.batch).toBe(4);
    expect(latency.before.runs).toBe(latency.after.runs);
    expect(latency.speedup.low).toBeLessThanOrEqual(latency.speedup.median);
    expect(latency.speedup.high).toBeGreaterThanOrEqual(latency.speedup.median);
  });

  it('can leave the outputs aside', async () => {
    const base = fixture('tabular_mlp.onnx');
    const latency = await compareModelLatency(
      { kind: 'compare', base, variant: base, conditions, rigor: 'quick', batch: 1 },
      recordedContext(),
    );
    expect(latency.speedup.cpuRatio).toBeGreaterThan(0);
  });

  it('gives no result about a model that was changed meanwhile', async () => {
    const variant = path.join(folder, 'changed.onnx');
    fs.copyFileSync(fixture('tabular_mlp.onnx'), variant);
    const context = {
      ...recordedContext(),
      progress: ({ phase }: { readonly phase: string }) => {
        if (phase === 'Compare latency') fs.utimesSync(variant, new Date(0), new Date(0));
      },
    };
    const request = { kind: 'compare', base: fixture('tabular_mlp.onnx'), variant, conditions, rigor: 'quick', batch: 1 } as const;
    await expect(compareModelLatency(request, context)).rejects.toMatchObject({ reason: 'changed-on-disk' });
  });

  it('refuses a model with other inputs before it runs anything', async () => {
    const request = {
      kind: 'compare',
      base: fixture('tabular_mlp.onnx'),
      variant: fixture('mnist_resnet.onnx'),
      conditions,
      batch: 1,
    } as const;
    await expect(compareModels(request, recordedContext())).rejects.toMatchObject({
      reason: 'not-applicable',
      message: expect.stringContaining('has no input “input” of type float32') as string,
    });
  });
});

describe('compareVariants', () => {
  it('has one time limit for all models together, and says which were not reached', async () => {
    const [base, slow, next] = ['tabular_mlp.onnx', 'slow.onnx', 'next.onnx'].map((name, index) => {
      if (index === 0) return fixture(name);
      fs.copyFileSync(fixture('tabular_mlp.onnx'), path.join(folder, name));
      return path.join(folder, name);
    }) as [string, string, string];
    const deadline = new Deadline(3_600_000);
    const context = {
      ...recordedContext(),
      deadline,
      progress: ({ phase }: { readonly phase: string }) => {
        if (phase === 'Compare latency') deadline.extend(-7_200_000);
      },
    };
    const request = { base, variants: [slow, next], conditions, rigor: 'quick', batch: 1, evaluationData: undefined } as const;
    const { variants } = await compareVariants(request, context);
    expect(variants).toMatchObject([
      {
        file: slow,
        error: {
          reason: 'deadline',
          message: expect.stringMatching(/^slow\.onnx was stopped.*time limit of .* for the whole job/) as string,
        },
      },
      { file: next, error: { reason: 'deadline', message: expect.stringMatching(/^next\.onnx was not reached.*--timeout/) as string } },
    ]);
  });
});
