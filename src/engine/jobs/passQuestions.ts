import { describePasses, runDryRun, runExtractLayers, runPreview, runQuantizationPreview } from '../../shared/protocol/engineWorker';
import type { ModelId } from '../../shared/protocol/hostEngine';
import type { DataPreview } from '../../shared/report/dataPreview';
import type { DryRunRequest, ExtractedLayers, PassCall, PreviewRequest } from '../../shared/report/jobRequest';
import type { DryRun, PassDescription } from '../../shared/report/passDescription';
import type { QuantizationPreview } from '../../shared/report/quantizationPreview';
import type { OpenDocument } from '../models/openDocument';
import type { JobRunner } from './jobRunner';
import { NewestQuestion } from './newestQuestion';
import type { WorkerLimits } from './workerProcess';

const DEADLINE_MS = 60_000;

/** Questions about passes, what they would be fed, and layers, answered by short-lived workers. */
export class PassQuestions {
  private passes: Promise<readonly PassDescription[]> | undefined;
  private readonly dryRuns: NewestQuestion<DryRunRequest, DryRun>;
  private readonly previews: NewestQuestion<PreviewRequest, DataPreview>;

  constructor(private readonly jobs: JobRunner) {
    this.dryRuns = new NewestQuestion(jobs, runDryRun, DEADLINE_MS);
    this.previews = new NewestQuestion(jobs, runPreview, DEADLINE_MS);
  }

  list(): Promise<readonly PassDescription[]> {
    this.passes ??= this.jobs.ask(describePasses, {}, unending()).catch((error: unknown) => {
      this.passes = undefined;
      throw error;
    });
    return this.passes;
  }

  dryRun(model: ModelId, { location, dims, trusted }: OpenDocument, passes: readonly PassCall[]): Promise<DryRun> {
    return this.dryRuns.ask(model, { kind: 'dryRun', path: location, passes, dims, trusted });
  }

  preview(model: ModelId, request: PreviewRequest): Promise<DataPreview> {
    return this.previews.ask(model, request);
  }

  quantizationPreview({ location, token, trusted }: OpenDocument, node: number): Promise<QuantizationPreview> {
    return this.jobs.ask(runQuantizationPreview, { path: location, token, trusted, node }, unending());
  }

  /** Writes layers as a model of their own; the path of the new file. */
  extractLayers({ location, token, trusted }: OpenDocument, layers: ExtractedLayers): Promise<string> {
    return this.jobs.ask(runExtractLayers, { path: location, token, trusted, layers }, unending());
  }
}

/** A question that nothing but its deadline ends. */
function unending(): WorkerLimits {
  return { signal: new AbortController().signal, deadlineMs: DEADLINE_MS };
}
