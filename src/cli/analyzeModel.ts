import { analyze } from '../analysis/analyze';
import { openModel, type OnnxModel } from '../onnx/openModel';
import type { Analysis } from '../shared/report/analysis';
import { parseDims, parseInputShapes } from './dims';
import { usageError, type ParsedOptions } from './options';

export interface AnalyzedModel {
  readonly model: OnnxModel;
  readonly analysis: Analysis;
}

/** Opens and analyses a model with the dims of the command line, gives it to `work`, and closes it. */
export async function withAnalyzedModel<T>(
  file: string,
  options: ParsedOptions,
  work: (analyzed: AnalyzedModel) => Promise<T>,
): Promise<T> {
  const model = await openModel(file);
  try {
    const dims = parseDims(options);
    const analysis = analyze(model.graph, model.reader, { dims, inputShapes: parseInputShapes(options) });
    checkDims(dims, analysis, file);
    return await work({ model, analysis });
  } finally {
    await model.close();
  }
}

function checkDims(dims: ReadonlyMap<string, number>, analysis: Analysis, file: string): void {
  const known = analysis.dims.map(dim => dim.name);
  for (const name of dims.keys()) {
    if (known.includes(name)) continue;
    throw usageError(
      known.length === 0
        ? `${file} has no symbolic dimension, so --dim ${name} means nothing`
        : `${file} has no symbolic dimension “${name}”. It has: ${known.join(', ')}`,
    );
  }
}
