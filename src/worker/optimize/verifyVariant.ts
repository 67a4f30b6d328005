import path from 'node:path';
import { openModel } from '../../onnx/openModel';
import type { ModelInput } from '../../data/dataset';
import type { NamedTensors } from '../../shared/graph/denseTensor';
import type { SessionId, SessionOptions } from '../../shared/protocol/workerRunner';
import type { OutputComparison, TaskMetric, VerificationVerdict } from '../../shared/report/comparison';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { RunnerProcess } from '../runnerProcess';
import { fedAs } from '../fedAs';
import { floatLeftovers } from './integerLayers';
import { judgeOutputs } from './judgeOutputs';
import type { OptimizeData, SampleSet } from './optimizeData';
import { OutputDifference } from './outputDifference';
import { measureAccuracy } from './taskMetric';

const BATCH = 16;

export interface VerificationTask {
  readonly runner: RunnerProcess;
  readonly startRunner: () => Promise<RunnerProcess>;
  readonly original: string;
  readonly variant: string;
  readonly inputs: readonly ModelInput[];
  readonly variantInputs: readonly ModelInput[];
  readonly data: OptimizeData;
  readonly evaluationData: string | undefined;
  readonly threads: number;
  /** Samples that a run of the variant has to have. */
  readonly batch: number | undefined;
  readonly onProgress: (done: number, detail: string) => void;
}

export interface Verification {
  readonly outputs: OutputComparison & { readonly verdict: VerificationVerdict; readonly metric?: TaskMetric };
  /** Layers of the runtime's own graph that still compute in floating point with a quantized weight. */
  readonly floatLeftovers: number;
  /** What to say of the original’s outputs. */
  readonly notes: readonly string[];
}

/** Loads the written file as a user would, compares its outputs with the original's on held-back samples, and looks at what the runtime made of it. */
export async function verifyVariant(task: VerificationTask): Promise<Verification> {
  const { runner, threads } = task;
  const options: SessionOptions = { threads, graphOptimization: 'all' };
  const optimizedModelPath = path.join(runner.folder, 'optimized.onnx');
  const original = await runner.createSession(task.original, options);
  const variant = await loadVariant(task, { ...options, optimizedModelPath });
  try {
    const difference = await compare(task, original.session, variant);
    const outputs = await judgeOutputs(difference, kindOfInputs(task.data), {
      ...{ startRunner: task.startRunner, threads, file: task.original },
      batches: () => samplesOf(task.data).batches(task.batch ?? BATCH),
    });
    const metric = await accuracy(task, original.session, variant);
    const leftovers = await countLeftovers(optimizedModelPath);
    return {
      outputs: { ...outputs, ...(metric && { metric }) },
      floatLeftovers: leftovers,
      notes: difference.notes,
    };
  } finally {
    await runner.releaseSession(original.session).catch(() => undefined);
    await runner.releaseSession(variant).catch(() => undefined);
  }
}

/** A variant that does not load is our fault, not the user's. */
async function loadVariant({ runner, variant }: VerificationTask, options: SessionOptions): Promise<SessionId> {
  try {
    return (await runner.createSession(variant, options)).session;
  } catch (error) {
    if (!(error instanceof LayerwiseError) || error.reason !== 'runtime-error') throw error;
    throw new LayerwiseError('verification-failed', `The variant does not load and was removed: ${error.message}`, {
      file: variant,
      phase: 'create',
    });
  }
}

async function compare(
  { runner, data, variantInputs, batch, onProgress }: VerificationTask,
  original: SessionId,
  variant: SessionId,
): Promise<OutputDifference> {
  const samples = samplesOf(data);
  const difference = new OutputDifference();
  let done = 0;
  for await (const { feeds, samples: count } of samples.batches(batch ?? BATCH)) {
    // What is left over at the end is no whole batch.
    if (batch !== undefined && count % batch !== 0 && done > 0) continue;
    const expected = (await runner.run(original, feeds)).outputs;
    difference.add(expected, (await runner.run(variant, fedAs(variantInputs, feeds))).outputs, count);
    done += count;
    onProgress(done / samples.count, `${done} of ${samples.count}`);
  }
  return difference;
}

/** The held-back samples, or all there is. */
function samplesOf({ fit, heldBack }: OptimizeData): SampleSet {
  return heldBack.count > 0 ? heldBack : fit;
}

function kindOfInputs({ kind, heldBack }: OptimizeData): OutputComparison['inputs'] {
  if (kind === 'synthetic') return 'synthetic';
  return heldBack.count > 0 ? 'held-back' : 'data';
}

async function accuracy(task: VerificationTask, original: SessionId, variant: SessionId): Promise<TaskMetric | undefined> {
  const { evaluationData, inputs, variantInputs, runner } = task;
  if (evaluationData === undefined) return undefined;
  const outputs = async (session: SessionId, feeds: NamedTensors): Promise<NamedTensors> => (await runner.run(session, feeds)).outputs;
  return measureAccuracy(evaluationData, inputs, async feeds => ({
    before: await outputs(original, feeds),
    after: await outputs(variant, fedAs(variantInputs, feeds)),
  }));
}

async function countLeftovers(optimizedModelPath: string): Promise<number> {
  const optimized = await openModel(optimizedModelPath);
  try {
    return floatLeftovers(optimized.graph).length;
  } finally {
    await optimized.close();
  }
}
