import {
  runOptimize,
  runProfile,
  workerLog,
  workerPartialProfile,
  workerProgress,
  workerWaiting,
} from '../../shared/protocol/engineWorker';
import {
  engineLog,
  jobProgress,
  optimizeDone,
  partialProfile,
  profileDone,
  type JobId,
  type ModelId,
} from '../../shared/protocol/hostEngine';
import type { Link } from '../../shared/protocol/link';
import type { RequestKind } from '../../shared/protocol/message';
import type { JobOutcome } from '../../shared/report/job';
import type { OptimizeRequest, ProfileRequest } from '../../shared/report/jobRequest';
import type { Profile } from '../../shared/report/latency';
import type { OptimizeResult } from '../../shared/report/optimizeResult';
import { JobQueue, type JobControl } from './jobQueue';
import { WorkerProcess, type WorkerLimits } from './workerProcess';

/** Beyond a job's own deadline, which the worker keeps, for ending cleanly. */
const GRACE_MS = 2000;
/** For a cancelled job to remove what it wrote. */
const FAREWELL_MS = 500;

/** Runs jobs one after the other, each in a process of its own, and tells the host what becomes of them. */
export class JobRunner {
  private readonly queue = new JobQueue();

  constructor(
    private readonly host: Link,
    private readonly workerPath: string,
  ) {}

  profile(model: ModelId, request: ProfileRequest, onResult: (profile: Profile) => void): JobId {
    return this.start(model, runProfile, request, (job, outcome) => {
      if (outcome.kind === 'done') onResult(outcome.result);
      this.host.notify(profileDone, { job, model, outcome });
    });
  }

  optimize(model: ModelId, request: OptimizeRequest, onResult: (result: OptimizeResult) => void): JobId {
    return this.start(model, runOptimize, request, (job, outcome) => {
      if (outcome.kind === 'done') onResult(outcome.result);
      this.host.notify(optimizeDone, { job, model, outcome });
    });
  }

  /** A short question that measures nothing and so need not wait for its turn. */
  async ask<P, R>(kind: RequestKind<P, R>, parameters: P, limits: WorkerLimits): Promise<R> {
    const worker = new WorkerProcess(this.workerPath, this.logLine);
    try {
      return await worker.request(kind, parameters, limits);
    } finally {
      worker.dispose();
    }
  }

  cancel(job: JobId): void {
    this.queue.cancel(job);
  }

  /** Cancels every job; resolves when their processes have ended. */
  async stop(): Promise<void> {
    this.queue.cancelAll();
    await this.queue.idle();
  }

  private start<P extends ProfileRequest | OptimizeRequest, R>(
    model: ModelId,
    kind: RequestKind<P, R>,
    request: P,
    onDone: (job: JobId, outcome: JobOutcome<R>) => void,
  ): JobId {
    return this.queue.add(control => this.runAlone(model, kind, request, control), {
      onProgress: (job, progress) => this.host.notify(jobProgress, { job, model, kind: request.kind, progress }),
      onDone,
    });
  }

  private async runAlone<P extends ProfileRequest | OptimizeRequest, R>(
    model: ModelId,
    kind: RequestKind<P, R>,
    request: P,
    { job, signal, report }: JobControl,
  ): Promise<R> {
    const worker = new WorkerProcess(this.workerPath, this.logLine);
    try {
      worker.link.on(workerProgress, report);
      worker.link.on(workerPartialProfile, profile => this.host.notify(partialProfile, { job, model, profile }));
      worker.link.on(workerWaiting, ({ isWaiting }) => worker.pauseDeadline(isWaiting));
      worker.link.on(workerLog, entry => this.host.notify(engineLog, entry));
      return await worker.request(kind, request, { signal, farewellMs: FAREWELL_MS, ...hardLimit(request) });
    } finally {
      worker.dispose();
    }
  }

  private readonly logLine = (text: string): void => this.host.notify(engineLog, { level: 'warn', text });
}

function hardLimit({ conditions }: { readonly conditions: { readonly deadlineMs?: number } }): Pick<WorkerLimits, 'deadlineMs'> {
  return conditions.deadlineMs === undefined ? {} : { deadlineMs: conditions.deadlineMs + GRACE_MS };
}
