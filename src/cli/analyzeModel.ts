import { analyzeAsRun } from '../analysis/analyzeAsRun';
import { openModel, type OnnxModel } from '../onnx/openModel';
import type { Analysis } from '../shared/report/analysis';
import type { Kernel } from '../shared/report/latency';
import type { CommandContext } from './command';
import { interruptible } from './interruptible';
import { checkSizes, type Sizes } from './sizes';

export interface AnalyzedModel {
  readonly model: OnnxModel;
  readonly analysis: Analysis;
}

/** Opens and analyses a model with these sizes, and those that `kernels` were seen to make, gives it to `work`, and closes it. Throws `usage` for a name that it does not have. */
export async function withAnalyzedModel<T>(
  file: string,
  sizes: Sizes,
  context: Pick<CommandContext, 'complain'>,
  work: (analyzed: AnalyzedModel) => Promise<T> | T,
  kernels: readonly Kernel[] = [],
): Promise<T> {
  const model = await interruptible(() => openModel(file));
  try {
    for (const warning of checkSizes(sizes, model.graph, file)) context.complain(warning);
    return await work({ model, analysis: interruptible(() => analyzeAsRun(model.graph, model.reader, sizes, kernels)) });
  } finally {
    await model.close();
  }
}
