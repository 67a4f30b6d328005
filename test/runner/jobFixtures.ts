import type { OptimizeRequest, ProfileRequest, RunConditions } from '../../src/shared/report/jobRequest';
import { openModel } from '../../src/onnx/openModel';
import type { JobProgress } from '../../src/shared/report/job';
import type { Profile } from '../../src/shared/report/latency';
import type { JobContext } from '../../src/worker/jobContext';
import { profileModel } from '../../src/worker/profile';

/** A job's context that remembers what it was told. */
export interface RecordedContext extends JobContext {
  readonly progressed: JobProgress[];
  readonly partials: Profile[];
  readonly logged: string[];
}

export function recordedContext(signal: AbortSignal = new AbortController().signal): RecordedContext {
  const progressed: JobProgress[] = [];
  const partials: Profile[] = [];
  const logged: string[] = [];
  return {
    signal,
    progressed,
    partials,
    logged,
    progress: progress => progressed.push(progress),
    partial: profile => partials.push(profile),
    log: (_level, text) => logged.push(text),
  };
}

/** Asks for a variant beside the model, on one thread, without measuring. */
export function optimizeRequest(path: string, passes: OptimizeRequest['passes'], changes: Partial<OptimizeRequest> = {}): OptimizeRequest {
  const conditions = { dims: {}, threads: 1, seed: 3 };
  return {
    ...{ kind: 'optimize', path, output: undefined, passes, conditions, evaluationData: undefined, measure: false, batch: 1 },
    ...changes,
  };
}

/** Operators of a written model, those of bodies included. */
export async function opsOf(file: string): Promise<readonly string[]> {
  const model = await openModel(file);
  const ops = [...model.graph.nodes.ops];
  await model.close();
  return ops;
}

/** Profiles quickly, on one thread. */
export function quickProfile(
  path: string,
  conditions: Partial<RunConditions> = {},
  context: JobContext = recordedContext(),
  changes: Partial<ProfileRequest> = {},
): Promise<Profile> {
  return profileModel(
    {
      kind: 'profile',
      path,
      rigor: 'quick',
      graphOptimization: 'all',
      conditions: { dims: {}, threads: 1, seed: 0, ...conditions },
      ...changes,
    },
    context,
  );
}
