import { analyze } from '../analysis/analyze';
import { openModel, type OnnxModel } from '../onnx/openModel';
import type { Analysis } from '../shared/report/analysis';
import type { CommandContext } from './command';
import { checkSizes, type Sizes } from './sizes';

export interface AnalyzedModel {
  readonly model: OnnxModel;
  readonly analysis: Analysis;
}

/** Opens and analyses a model with these sizes, gives it to `work`, and closes it. Throws `usage` for a name that it does not have. */
export async function withAnalyzedModel<T>(
  file: string,
  sizes: Sizes,
  context: Pick<CommandContext, 'complain'>,
  work: (analyzed: AnalyzedModel) => Promise<T> | T,
): Promise<T> {
  const model = await openModel(file);
  try {
    for (const warning of checkSizes(sizes, model.graph, file)) context.complain(warning);
    return await work({ model, analysis: analyze(model.graph, model.reader, sizes) });
  } finally {
    await model.close();
  }
}
