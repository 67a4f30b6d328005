import { analyze } from '../analysis/analyze';
import type { OnnxModel } from '../onnx/openModel';
import type { CompareTensorsRequest } from '../shared/report/jobRequest';
import type { TensorDifference } from '../shared/report/tensorDifference';
import { assertSameInputs } from './assertSameInputs';
import { checkRunnable } from './checkRunnable';
import { decodeTensorProto } from './decodeTensorProto';
import { chooseThreads } from './environment';
import type { JobContext } from './jobContext';
import { JobSteps } from './jobSteps';
import { layerErrors } from './layerErrors/layerErrors';
import { firstOf } from './optimize/candidateJudge';
import { openOptimizeData } from './optimize/optimizeData';
import { assertUnchanged, openForJob } from './openForJob';
import { runnerLimits } from './runnerLimits';
import { RunnerProcess } from './runnerProcess';

const STEPS = [
  { title: 'Load', share: 1 },
  { title: 'Compare tensors', share: 8 },
] as const;
/** As many as the plan of a difference per layer needs: it is about where, not about the last digit. */
const DEFAULT_SAMPLES = 16;

/**
 * Runs a model and a file on the same samples and says per layer of the model how far the file's tensors are, accumulated and local. Throws as `profileModel`
 * does, and `not-applicable` for a file with other inputs.
 */
export async function compareTensors(request: CompareTensorsRequest, context: JobContext): Promise<TensorDifference> {
  const { path, token, file, conditions } = request;
  const steps = new JobSteps(context, STEPS);
  steps.begin('Load');
  const models: OnnxModel[] = [];
  try {
    const base = await openForJob({ path, ...(token && { token }) }, conditions, context);
    models.push(base);
    const variant = await openForJob({ path: file }, conditions, context);
    models.push(variant);
    models.forEach(checkRunnable);
    assertSameInputs(base, variant);
    const result = await measure(request, base, variant, context, steps);
    models.forEach(assertUnchanged);
    return result;
  } finally {
    for (const model of models) await model.close();
  }
}

async function measure(
  { path, file, conditions }: CompareTensorsRequest,
  base: OnnxModel,
  variant: OnnxModel,
  context: JobContext,
  steps: JobSteps,
): Promise<TensorDifference> {
  const data = await openOptimizeData(path, base.graph, conditions, decodeTensorProto);
  const runner = await RunnerProcess.start(runnerLimits(file, conditions, context));
  try {
    const { dims, shapes } = data.fixed;
    const analysis = analyze(base.graph, base.reader, { dims, inputShapes: shapes });
    const total = Math.min(conditions.samples ?? DEFAULT_SAMPLES, data.heldBack.count);
    const few = firstOf(data.heldBack, total);
    let samples = 0;
    steps.begin('Compare tensors');
    const layers = await layerErrors({
      ...{ runner, threads: chooseThreads(conditions.threads) },
      base: { model: base, graph: base.graph, analysis },
      variant: { model: variant, graph: variant.graph },
      batches: size => few.batches(size),
      onBatch: count => {
        samples = Math.min(total, samples + count);
        steps.update(samples / Math.max(1, total), `${samples} of ${total} samples`);
      },
    });
    return { layers, inputs: data.kind, samples: total };
  } finally {
    await runner.dispose();
    await data.close();
  }
}
