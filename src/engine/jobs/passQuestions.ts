import { describePasses, runDryRun, runQuantizationPreview } from '../../shared/protocol/engineWorker';
import type { ModelId } from '../../shared/protocol/hostEngine';
import type { PassCall } from '../../shared/report/jobRequest';
import type { DryRun, PassDescription } from '../../shared/report/passDescription';
import type { QuantizationPreview } from '../../shared/report/quantizationPreview';
import type { OpenDocument } from '../models/openDocument';
import type { JobRunner } from './jobRunner';
import type { WorkerLimits } from './workerProcess';

const DEADLINE_MS = 60_000;

/** Questions about passes, answered by short-lived workers. A new dry run of a model ends the one before it, whose answer nobody waits for. */
export class PassQuestions {
  private passes: Promise<readonly PassDescription[]> | undefined;
  private readonly dryRuns = new Map<ModelId, AbortController>();

  constructor(private readonly jobs: JobRunner) {}

  list(): Promise<readonly PassDescription[]> {
    this.passes ??= this.jobs.ask(describePasses, {}, limitsOf(new AbortController())).catch((error: unknown) => {
      this.passes = undefined;
      throw error;
    });
    return this.passes;
  }

  async dryRun(model: ModelId, { location, dims, trusted }: OpenDocument, passes: readonly PassCall[]): Promise<DryRun> {
    this.dryRuns.get(model)?.abort();
    const abort = new AbortController();
    this.dryRuns.set(model, abort);
    try {
      return await this.jobs.ask(runDryRun, { kind: 'dryRun', path: location, passes, dims, trusted }, limitsOf(abort));
    } finally {
      if (this.dryRuns.get(model) === abort) this.dryRuns.delete(model);
    }
  }

  quantizationPreview({ location, token, trusted }: OpenDocument, node: number): Promise<QuantizationPreview> {
    return this.jobs.ask(runQuantizationPreview, { path: location, token, trusted, node }, limitsOf(new AbortController()));
  }
}

function limitsOf({ signal }: AbortController): WorkerLimits {
  return { signal, deadlineMs: DEADLINE_MS };
}
