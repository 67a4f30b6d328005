import { describe, expect, it } from 'vitest';
import { JobQueue, type JobControl } from '../../../src/engine/jobs/jobQueue';
import type { JobOutcome } from '../../../src/shared/report/job';
import { LayerwiseError } from '../../../src/shared/report/layerwiseError';

class Jobs {
  readonly queue = new JobQueue();
  readonly events: string[] = [];

  add(
    name: string,
    task: (control: JobControl) => Promise<unknown>,
  ): { readonly id: number; readonly outcome: Promise<JobOutcome<unknown>> } {
    let id = 0;
    const outcome = new Promise<JobOutcome<unknown>>(resolve => {
      id = this.queue.add(
        control => {
          this.events.push(`${name} starts`);
          return task(control).finally(() => this.events.push(`${name} ends`));
        },
        { onProgress: (_job, { phase }) => this.events.push(`${name}: ${phase}`), onDone: (_job, result) => resolve(result) },
      );
    });
    return { id, outcome };
  }
}

/** Ends when it is aborted. */
function untilAborted({ signal }: JobControl): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new LayerwiseError('cancelled', 'Cancelled.')));
  });
}

const tick = () => new Promise(resolve => setImmediate(resolve));

describe('the job queue', () => {
  it('runs one job at a time, in order, and says that the others wait', async () => {
    const jobs = new Jobs();
    const [a, b] = [jobs.add('a', tick), jobs.add('b', tick)];
    expect(await a.outcome).toEqual({ kind: 'done', result: undefined });
    await b.outcome;
    expect(jobs.events).toEqual(['a starts', 'b: Waiting for another job', 'a ends', 'b starts', 'b ends']);
  });

  it('cancels the running job and goes on with the next', async () => {
    const jobs = new Jobs();
    const a = jobs.add('a', untilAborted);
    const b = jobs.add('b', tick);
    await tick();
    jobs.queue.cancel(a.id);
    expect(await a.outcome).toEqual({ kind: 'cancelled' });
    expect((await b.outcome).kind).toBe('done');
  });

  it('never starts a job that was cancelled while it waited', async () => {
    const jobs = new Jobs();
    const a = jobs.add('a', untilAborted);
    const b = jobs.add('b', tick);
    await tick();
    jobs.queue.cancel(b.id);
    expect(await b.outcome).toEqual({ kind: 'cancelled' });
    jobs.queue.cancelAll();
    await a.outcome;
    expect(jobs.events).not.toContain('b starts');
  });

  it('reports a failure with its reason and goes on', async () => {
    const jobs = new Jobs();
    const a = jobs.add('a', () => Promise.reject(new LayerwiseError('deadline', 'Too slow.')));
    const b = jobs.add('b', () => Promise.reject(new Error('a bug')));
    expect(await a.outcome).toMatchObject({ kind: 'failed', error: { reason: 'deadline' } });
    expect(await b.outcome).toMatchObject({ kind: 'failed', error: { reason: 'internal' } });
  });
});
