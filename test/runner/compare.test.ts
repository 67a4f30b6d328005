import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareModelLatency, compareModels } from '../../src/worker/compare';
import { recordedContext } from './jobFixtures';

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
});
