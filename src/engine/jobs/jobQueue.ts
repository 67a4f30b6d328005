import { toErrorInfo } from '../../shared/report/layerwiseError';
import type { JobOutcome, JobProgress } from '../../shared/report/job';

/** What a job is given while it runs. */
export interface JobControl {
  readonly job: number;
  readonly signal: AbortSignal;
  readonly report: (progress: JobProgress) => void;
}

interface QueuedJob {
  readonly id: number;
  readonly abort: AbortController;
  readonly start: () => Promise<void>;
}

export interface JobEvents<T> {
  readonly onProgress: (job: number, progress: JobProgress) => void;
  readonly onDone: (job: number, outcome: JobOutcome<T>) => void;
}

const WAITING: JobProgress = { phase: 'Waiting for another job', fraction: undefined, detail: '', steps: [] };

/** Runs one job at a time, in order, so that two measurements never overlap. Every job ends with exactly one outcome. */
export class JobQueue {
  private readonly waiting: QueuedJob[] = [];
  private running: QueuedJob | undefined;
  private ending: Promise<void> = Promise.resolve();
  private lastId = 0;

  add<T>(task: (control: JobControl) => Promise<T>, { onProgress, onDone }: JobEvents<T>): number {
    const abort = new AbortController();
    const id = ++this.lastId;
    const control: JobControl = { job: id, signal: abort.signal, report: progress => onProgress(id, progress) };
    this.waiting.push({ id, abort, start: async () => onDone(id, await outcomeOf(task, control)) });
    // The caller learns the number before the first notification.
    setImmediate(() => {
      this.next();
      if (this.waiting.some(job => job.id === id)) control.report(WAITING);
    });
    return id;
  }

  /** Ends a running job through its signal; one that waits ends at once. */
  cancel(id: number): void {
    if (this.running?.id === id) this.running.abort.abort();
    const position = this.waiting.findIndex(job => job.id === id);
    const [job] = position < 0 ? [] : this.waiting.splice(position, 1);
    job?.abort.abort();
    void job?.start();
  }

  cancelAll(): void {
    this.running?.abort.abort();
    for (const { id } of [...this.waiting]) this.cancel(id);
  }

  /** Resolves when the job that runs now has ended. */
  idle(): Promise<void> {
    return this.ending;
  }

  private next(): void {
    if (this.running !== undefined) return;
    this.running = this.waiting.shift();
    if (this.running === undefined) return;
    this.ending = this.running.start().finally(() => {
      this.running = undefined;
      this.next();
    });
  }
}

async function outcomeOf<T>(task: (control: JobControl) => Promise<T>, control: JobControl): Promise<JobOutcome<T>> {
  if (isCancelled(control)) return { kind: 'cancelled' };
  try {
    return { kind: 'done', result: await task(control) };
  } catch (error) {
    const info = toErrorInfo(error);
    return isCancelled(control) || info.reason === 'cancelled' ? { kind: 'cancelled' } : { kind: 'failed', error: info };
  }
}

function isCancelled({ signal }: JobControl): boolean {
  return signal.aborted;
}
