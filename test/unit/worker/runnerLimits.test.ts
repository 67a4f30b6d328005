import { describe, expect, it } from 'vitest';
import { Deadline } from '../../../src/worker/deadline';
import { runnerLimits } from '../../../src/worker/runnerLimits';
import { withDeadline } from '../../../src/worker/withDeadline';

const conditions = { dims: {}, threads: 1, seed: 0 };
const context = { signal: new AbortController().signal, progress: () => undefined, log: () => undefined };

describe('limits of a runner', () => {
  it('let one phase take as long as the whole job may', () => {
    const limits = runnerLimits('m.onnx', { ...conditions, deadlineMs: 600_000 }, context);
    expect(limits.phaseDeadlineMs).toBe(600_000);
    expect(limits.deadline?.totalMs).toBe(600_000);
  });

  it('leave the time of a phase to the default when the job has no deadline', () => {
    const limits = runnerLimits('m.onnx', conditions, withDeadline(context, conditions));
    expect(limits.phaseDeadlineMs).toBeUndefined();
    expect(limits.deadline).toBeUndefined();
    expect(limits.memoryLimitBytes).toBeGreaterThan(0);
  });

  it('give a phase a limit of its own, with no deadline for the job', () => {
    const limits = runnerLimits('m.onnx', { ...conditions, stepDeadlineMs: 600_000 }, context);
    expect(limits.phaseDeadlineMs).toBe(600_000);
    expect(limits.deadline).toBeUndefined();
  });

  it('share the deadline of the job that they are a part of, and what was waited for once counts for all', () => {
    const limited = { ...conditions, deadlineMs: 600_000 };
    const job = withDeadline(context, limited);
    const [first, second] = [runnerLimits('a.onnx', limited, job), runnerLimits('b.onnx', limited, job)];
    expect(second.deadline).toBe(first.deadline);
    first.deadline?.extend(3_600_000);
    expect(second.deadline?.leftMs).toBeGreaterThan(3_600_000);
    expect(second.deadline?.totalMs).toBe(600_000);
  });

  it('have no time left after the deadline', () => {
    expect(new Deadline(0).leftMs).toBe(0);
  });
});
