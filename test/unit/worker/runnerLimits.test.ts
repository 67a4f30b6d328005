import { describe, expect, it } from 'vitest';
import { runnerLimits, withoutWait } from '../../../src/worker/runnerLimits';

const conditions = { dims: {}, threads: 1, seed: 0 };
const { signal } = new AbortController();

describe('limits of a runner', () => {
  it('let one phase take as long as the whole job may', () => {
    const limits = runnerLimits('m.onnx', { ...conditions, deadlineMs: 600_000 }, signal);
    expect(limits.phaseDeadlineMs).toBe(600_000);
    expect(limits.deadline?.totalMs).toBe(600_000);
  });

  it('leave the time of a phase to the default when the job has no deadline', () => {
    const limits = runnerLimits('m.onnx', conditions, signal);
    expect(limits.phaseDeadlineMs).toBeUndefined();
    expect(limits.deadline).toBeUndefined();
    expect(limits.memoryLimitBytes).toBeGreaterThan(0);
  });

  it('do not count the time that a job waited for others', () => {
    const limits = runnerLimits('m.onnx', { ...conditions, deadlineMs: 1000 }, signal);
    expect(withoutWait(limits, 5000).deadline).toEqual({ at: (limits.deadline?.at ?? 0) + 5000, totalMs: 1000 });
    expect(withoutWait(runnerLimits('m.onnx', conditions, signal), 5000).deadline).toBeUndefined();
  });
});
