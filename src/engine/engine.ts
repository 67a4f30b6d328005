import { engineLog } from '../shared/protocol/hostEngine';
import type { Link } from '../shared/protocol/link';
import { toErrorInfo } from '../shared/report/layerwiseError';
import { handleJobs } from './jobs/handleJobs';
import { JobRunner } from './jobs/jobRunner';
import { MachineQuestions } from './jobs/machineQuestions';
import { PassQuestions } from './jobs/passQuestions';
import { handleDataFiles } from './models/handleDataFiles';
import { handleModels } from './models/handleModels';
import { FileDifferences } from './models/fileDifferences';
import { OpenModels } from './models/openModels';
import { ProfileStore } from '../store/profileStore';
import { cacheFolder } from '../store/cacheFolder';
import { ComparisonStore } from '../store/comparisonStore';
import { VariantStore } from '../store/variantStore';

export interface EngineOptions {
  /** Folder for profiles and variants, outside the workspace. */
  readonly storage: string;
  /** Program that runs one job. */
  readonly workerPath: string;
}

/** What the groups of handlers share. */
export interface EngineParts {
  readonly models: OpenModels;
  readonly profiles: ProfileStore;
  /** Profiles that the command line took. */
  readonly commandLineProfiles: ProfileStore;
  /** Its own and those that the command line made. */
  readonly variants: VariantStore;
  readonly comparisons: ComparisonStore;
  readonly differences: FileDifferences;
  readonly jobs: JobRunner;
  readonly passes: PassQuestions;
  readonly machine: MachineQuestions;
  /** For what must not stop the work at hand: a store that cannot be written. */
  readonly warn: (error: unknown) => void;
}

/** Holds the open models and the job queue, and answers the host. Nothing long runs here. */
export class Engine {
  private readonly parts: EngineParts;

  constructor(
    private readonly host: Link,
    { storage, workerPath }: EngineOptions,
  ) {
    const jobs = new JobRunner(host, workerPath);
    const warn = (error: unknown): void => host.notify(engineLog, { level: 'warn', text: toErrorInfo(error).message });
    this.parts = {
      models: new OpenModels(),
      profiles: new ProfileStore(storage),
      commandLineProfiles: new ProfileStore(cacheFolder()),
      variants: new VariantStore(storage, [cacheFolder()]),
      comparisons: new ComparisonStore(storage),
      differences: new FileDifferences(jobs),
      jobs,
      passes: new PassQuestions(jobs),
      machine: new MachineQuestions(jobs, warn),
      warn,
    };
    handleModels(host, this.parts);
    handleDataFiles(host, this.parts);
    handleJobs(host, this.parts);
  }

  /** Ends every job with its processes. */
  async stop(): Promise<void> {
    this.host.dispose();
    await this.parts.jobs.stop();
  }
}
