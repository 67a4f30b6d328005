import {
  runCompare,
  runCompareTensors,
  runImport,
  runLayer,
  runMachine,
  runOptimize,
  runProfile,
  runTrial,
  workerLog,
  workerPartialProfile,
  workerProgress,
  workerWaiting,
  type MeasuredComparison,
} from '../../shared/protocol/engineWorker';
import {
  compareDone,
  compareTensorsDone,
  engineLog,
  jobProgress,
  layerDone,
  machineDone,
  optimizeDone,
  partialProfile,
  profileDone,
  trialDone,
  type CompareResult,
  type JobId,
  type ModelId,
} from '../../shared/protocol/hostEngine';
import type { Link } from '../../shared/protocol/link';
import type { RequestKind } from '../../shared/protocol/message';
import type { JobKind, JobOutcome } from '../../shared/report/job';
import type {
  CompareFilesRequest,
  CompareTensorsRequest,
  ImportRequest,
  LayerRequest,
  MachineJobRequest,
  OptimizeRequest,
  ProfileRequest,
  TrialRequest,
} from '../../shared/report/jobRequest';
import type { Profile } from '../../shared/report/latency';
import type { LayerTiming } from '../../shared/report/layerTiming';
import type { MachineReport } from '../../shared/report/machine';
import type { DryRun } from '../../shared/report/passDescription';
import type { OptimizeResult } from '../../shared/report/optimizeResult';
import { JobQueue, type JobControl } from './jobQueue';
import { WorkerProcess, type WorkerLimits } from './workerProcess';

/** Beyond a job's own deadline, which the worker keeps, for ending cleanly. */
const GRACE_MS = 2000;
/** For a cancelled job to remove what it wrote. */
const FAREWELL_MS = 500;

/** A job for a worker. */
interface Work<P, R> {
  /** `undefined` when it is about no model. */
  readonly model: ModelId | undefined;
  readonly kind: RequestKind<P, R>;
  readonly request: P;
  readonly deadlineMs: number | undefined;
}

/** Runs jobs one after the other, each in a process of its own, and tells the host what becomes of them. */
export class JobRunner {
  private readonly queue = new JobQueue();

  constructor(
    private readonly host: Link,
    private readonly workerPath: string,
  ) {}

  profile(model: ModelId, request: ProfileRequest, onResult: (profile: Profile) => void): JobId {
    const work = { model, kind: runProfile, request, deadlineMs: request.conditions.deadlineMs };
    return this.start(work, onResult, (job, outcome) => this.host.notify(profileDone, { job, model, outcome }));
  }

  importTrace(model: ModelId, request: ImportRequest, onResult: (profile: Profile) => void): JobId {
    const work = { model, kind: runImport, request, deadlineMs: request.conditions.deadlineMs };
    return this.start(work, onResult, (job, outcome) => this.host.notify(profileDone, { job, model, outcome }));
  }

  optimize(model: ModelId, request: OptimizeRequest, onResult: (result: OptimizeResult) => void): JobId {
    const work = { model, kind: runOptimize, request, deadlineMs: request.conditions.deadlineMs };
    return this.start(work, onResult, (job, outcome) => this.host.notify(optimizeDone, { job, model, outcome }));
  }

  /** The result is kept by whoever shows it. */
  trial(model: ModelId, request: TrialRequest): JobId {
    const work: Work<TrialRequest, DryRun> = { model, kind: runTrial, request, deadlineMs: request.conditions.deadlineMs };
    return this.start(
      work,
      () => undefined,
      (job, outcome) => this.host.notify(trialDone, { job, model, outcome }),
    );
  }

  /** What was measured is kept; the host is told what could not be. */
  compare(model: ModelId, request: CompareFilesRequest, onResult: (results: readonly MeasuredComparison[]) => void): JobId {
    const work = { model, kind: runCompare, request, deadlineMs: request.conditions.deadlineMs };
    return this.start(work, onResult, (job, outcome) => {
      const told = outcome.kind === 'done' ? { ...outcome, result: compareResult(request, outcome.result) } : outcome;
      this.host.notify(compareDone, { job, model, outcome: told });
    });
  }

  /** The result is kept by whoever shows it. */
  compareTensors(model: ModelId, request: CompareTensorsRequest): JobId {
    const work = { model, kind: runCompareTensors, request, deadlineMs: request.conditions.deadlineMs };
    const { file } = request;
    return this.start(
      work,
      () => undefined,
      (job, outcome) => this.host.notify(compareTensorsDone, { job, model, file, outcome }),
    );
  }

  /** The result is kept by whoever shows it. */
  layer(model: ModelId, request: LayerRequest): JobId {
    const work: Work<LayerRequest, LayerTiming> = { model, kind: runLayer, request, deadlineMs: request.conditions.deadlineMs };
    return this.start(
      work,
      () => undefined,
      (job, outcome) => this.host.notify(layerDone, { job, model, outcome }),
    );
  }

  /** Measures the machine; the job waits its turn like any other, so that nothing else is measured meanwhile. */
  machine(request: MachineJobRequest, onResult: (report: MachineReport) => void): JobId {
    const work = { model: undefined, kind: runMachine, request, deadlineMs: request.deadlineMs };
    return this.start(work, onResult, (job, outcome) => this.host.notify(machineDone, { job, outcome }));
  }

  /** A short question that measures nothing and so need not wait for its turn. */
  async ask<P, R>(kind: RequestKind<P, R>, parameters: P, limits: WorkerLimits): Promise<R> {
    const worker = new WorkerProcess(this.workerPath, this.logLine);
    try {
      return await worker.request(kind, parameters, limits);
    } finally {
      await worker.dispose();
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

  private start<P extends { readonly kind: JobKind }, R>(
    work: Work<P, R>,
    onResult: (result: R) => void,
    tell: (job: JobId, outcome: JobOutcome<R>) => void,
  ): JobId {
    const { model, request } = work;
    return this.queue.add(control => this.runAlone(work, control), {
      onProgress: (job, progress) => this.host.notify(jobProgress, { job, model, kind: request.kind, progress }),
      onDone: (job, outcome) => {
        if (outcome.kind === 'done') onResult(outcome.result);
        tell(job, outcome);
      },
    });
  }

  private async runAlone<P, R>({ model, kind, request, deadlineMs }: Work<P, R>, { job, signal, report }: JobControl): Promise<R> {
    const worker = new WorkerProcess(this.workerPath, this.logLine);
    const limit = deadlineMs === undefined ? {} : { deadlineMs: deadlineMs + GRACE_MS };
    try {
      worker.link.on(workerProgress, report);
      if (model !== undefined) worker.link.on(workerPartialProfile, profile => this.host.notify(partialProfile, { job, model, profile }));
      worker.link.on(workerWaiting, ({ isWaiting }) => worker.pauseDeadline(isWaiting));
      worker.link.on(workerLog, entry => this.host.notify(engineLog, entry));
      return await worker.request(kind, request, { signal, farewellMs: FAREWELL_MS, ...limit });
    } finally {
      await worker.dispose();
    }
  }

  private readonly logLine = (text: string): void => this.host.notify(engineLog, { level: 'warn', text });
}

function compareResult({ path }: CompareFilesRequest, results: readonly MeasuredComparison[]): CompareResult {
  const files = results.filter(({ file }) => file !== path).map(({ file, error }) => ({ file, error }));
  return { files, profile: results.find(({ file }) => file === path)?.profile?.profile };
}
