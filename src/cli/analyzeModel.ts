import { analyzeAsRun } from '../analysis/analyzeAsRun';
import type { OnnxModel } from '../onnx/openModel';
import type { Analysis } from '../shared/report/analysis';
import type { Kernel } from '../shared/report/latency';
import type { CommandContext } from './command';
import { interruptible } from './interruptible';
import { checkSizes, type Sizes } from './sizes';
import { withOpenModel } from './withOpenModel';

export interface AnalyzedModel {
  readonly model: OnnxModel;
  readonly analysis: Analysis;
}

/** Opens and analyses a model with these sizes, and those that `kernels` were seen to make, gives it to `work`, and closes it. Throws as `analyzeModel` does. */
export async function withAnalyzedModel<T>(
  file: string,
  sizes: Sizes,
  context: Pick<CommandContext, 'complain'>,
  work: (analyzed: AnalyzedModel) => Promise<T> | T,
  kernels: readonly Kernel[] = [],
): Promise<T> {
  return await withOpenModel(file, model => work(analyzeModel(file, model, sizes, context, kernels)));
}

/** The same of a model that is open. Throws `usage` for a name that it does not have. */
export function analyzeModel(
  file: string,
  model: OnnxModel,
  sizes: Sizes,
  { complain }: Pick<CommandContext, 'complain'>,
  kernels: readonly Kernel[] = [],
): AnalyzedModel {
  for (const warning of checkSizes(sizes, model.graph, file)) complain(warning);
  return { model, analysis: interruptible(() => analyzeAsRun(model.graph, model.reader, sizes, kernels)) };
}
