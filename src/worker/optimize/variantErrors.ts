import { openModel, type OnnxModel } from '../../onnx/openModel';
import type { Analysis } from '../../shared/report/analysis';
import type { LayerError } from '../../shared/report/layerError';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { PassOutcome } from '../../shared/report/optimizeResult';
import { layerErrors } from '../layerErrors/layerErrors';
import type { RunnerProcess } from '../runnerProcess';
import { firstOf } from './candidateJudge';
import type { OptimizeData } from './optimizeData';
import type { PassRun } from './runPasses';

/** More samples would not change a ratio of sums. */
const MOST_SAMPLES = 64;
/** Passes that round values and leave shapes alone. */
const ROUNDING = /^(quantize-.*|mixed-precision|float16)$/;
const RESHAPING = /^(prune|extract)/;

export interface VariantErrorTask {
  readonly runner: RunnerProcess;
  readonly threads: number;
  /** The original, with sizes of one sample. */
  readonly model: OnnxModel;
  readonly analysis: Analysis;
  /** File of the variant. */
  readonly variant: string;
  readonly passes: PassRun;
  readonly data: OptimizeData;
  readonly onProgress: (done: number, detail: string) => void;
  readonly log: (text: string) => void;
}

/**
 * The quantization error of each layer of the original in a written variant, on samples held back; nothing for passes that do not round, and without data. Where
 * copies with more outputs do not run, that is logged, and no reason to give the variant up.
 */
export async function variantErrors(task: VariantErrorTask): Promise<readonly LayerError[]> {
  const { data, passes, runner, threads, model, analysis } = task;
  if (data.kind === 'synthetic' || !isRounded(passes.outcomes)) return [];
  const all = data.heldBack.count > 0 ? data.heldBack : data.fit;
  const samples = firstOf(all, Math.min(all.count, MOST_SAMPLES));
  const variant = await openModel(task.variant);
  let done = 0;
  try {
    const errors = await layerErrors({
      ...{ runner, threads, batches: size => samples.batches(size) },
      base: { model, graph: model.graph, analysis },
      variant: { model: variant, graph: variant.graph },
      onBatch: count => task.onProgress((done += count) / samples.count, `errors of layers, sample ${done} of ${samples.count}`),
    });
    return withPredictions(
      errors.filter(({ accumulatedDb }) => !Number.isNaN(accumulatedDb)),
      passes,
    );
  } catch (error) {
    if (!(error instanceof LayerwiseError) || error.reason !== 'runtime-error') throw error;
    task.log(`Errors of layers were not measured: ${error.message}`);
    return [];
  } finally {
    await variant.close();
  }
}

/** Whether passes round values and leave shapes alone. */
export function isRounded(outcomes: readonly PassOutcome[]): boolean {
  return outcomes.some(({ id }) => ROUNDING.test(id)) && !outcomes.some(({ id }) => RESHAPING.test(id));
}

/** What planning expected of a layer alone, where it tried. */
function withPredictions(errors: readonly LayerError[], { plans }: PassRun): readonly LayerError[] {
  const expected = new Map(
    plans.flatMap(({ layers }) => layers.flatMap(({ node, errorDb }) => (errorDb === undefined ? [] : [[node, errorDb]]))),
  );
  return errors.map(error => {
    const predictedDb = expected.get(error.layer);
    return predictedDb === undefined ? error : { ...error, predictedDb };
  });
}
