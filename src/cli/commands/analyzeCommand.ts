import { countZeros } from '../../analysis/cost/countZeros';
import { predictModel } from '../../analysis/roofline/predictModel';
import { sparsityColumns } from '../../analysis/metrics/sparsityColumns';
import type { Column } from '../../shared/report/column';
import type { RoofSource } from '../../shared/report/machine';
import type { Command, CommandContext } from '../command';
import { withAnalyzedModel, type AnalyzedModel } from '../analyzeModel';
import { EXIT } from '../exitCode';
import { forEachModel } from '../forEachModel';
import { reportJson } from '../reportJson';
import { chosenRoofs } from '../roofSource';
import { keptProfile, keptText } from '../keptProfiles';
import { parseSizes, type Sizes } from '../sizes';
import { layerLines } from '../terminal/layerLines';
import { memoryLines } from '../terminal/memoryLines';
import { modelLines } from '../terminal/modelLines';
import { predictedTexts } from '../terminal/rooflineTexts';
import { scenarioLines } from '../terminal/scenarioLines';
import { sparsityLines } from '../terminal/sparsityLines';
import { chosenMetrics, VALUE_METRICS, type TableMetric } from '../terminal/tableMetrics';
import { predictionLines } from '../terminal/predictionLines';

export const analyzeCommand: Command = {
  name: 'analyze',
  summary: 'shapes, MACs, parameters, bytes and memory, without running the model',
  models: 'many',
  options: ['json', 'dim', 'input', 'target', 'sparsity', 'columns', 'hash', 'quiet'],
  endsAtOnce: true,
  run: (options, context) => {
    const sizes = parseSizes(options);
    const roofs = chosenRoofs(options);
    const metrics = chosenMetrics(options.text('columns'));
    const needsValues = options.flag('sparsity') || metrics.some(metric => VALUE_METRICS.has(metric));
    return forEachModel(options, context, file =>
      withAnalyzedModel(file, sizes, context, async analyzed => {
        const sparsity = needsValues ? await readSparsity(analyzed) : undefined;
        if (options.flag('json')) context.print(await reportJson(file, analyzed, options, { roofs, sparsity }));
        else for (const line of analysisLines(file, { ...analyzed, sizes, roofs, metrics, sparsity }, context)) context.print(line);
        return EXIT.done;
      }),
    );
  },
};

interface Shown extends AnalyzedModel {
  readonly sizes: Sizes;
  readonly roofs: RoofSource | undefined;
  readonly metrics: readonly TableMetric[];
  readonly sparsity: readonly Column[] | undefined;
}

function analysisLines(file: string, shown: Shown, { style }: CommandContext): readonly string[] {
  const { sizes, roofs, metrics, sparsity } = shown;
  const profile = keptProfile(shown.model.token, sizes);
  const prediction = roofs && predictModel(shown.model.graph, shown.analysis, roofs);
  return [
    ...modelLines(file, shown, style),
    ...(profile === undefined ? [] : [style.faint(`  ${keptText(profile)}`)]),
    ...memoryLines(shown.analysis, style),
    ...sparsityLines(shown, sparsity, style),
    ...scenarioLines(shown.model),
    ...predictionLines(prediction, style),
    '',
    ...layerLines(shown, undefined, style, { limits: prediction && predictedTexts(prediction), metrics, sparsity }),
  ];
}

/** The columns that only the values of the weights tell. */
async function readSparsity({ model, analysis }: AnalyzedModel): Promise<readonly Column[]> {
  return sparsityColumns(model.graph, analysis, await countZeros(model.graph, model.reader));
}
