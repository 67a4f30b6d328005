import { describe, expect, it } from 'vitest';
import { parseOptions } from '../../../src/cli/options';
import { parseSweep, SWEEP_OPTIONS } from '../../../src/cli/sweepOptions';

const parsed = (...words: readonly string[]) => parseSweep('m.onnx', parseOptions(['m.onnx', ...words], SWEEP_OPTIONS));

describe('the options of a sweep', () => {
  it('are lists where it goes along them, and conditions of every run elsewhere', () => {
    const { conditions, batch, threads, dims } = parsed('--batch=1,8', '--threads=1,2', '--dim=seq=64,128', '--timeout=9', '--no-data');
    expect({ batch, threads, dims }).toEqual({ batch: [1, 8], threads: [1, 2], dims: { seq: [64, 128] } });
    expect(conditions).toEqual({ dims: { seq: 64 }, inputShapes: {}, threads: 2, batch: 1, seed: 0, deadlineMs: 9000, withoutData: true });
  });

  it('refuse data and none', () => {
    expect(() => parsed('--data=x', '--no-data')).toThrow('exclude each other');
  });
});
