import type { RoofSource } from '../../shared/report/machine';
import type { Command, CommandContext } from '../command';
import { withAnalyzedModel, type AnalyzedModel } from '../analyzeModel';
import { EXIT } from '../exitCode';
import { forEachModel } from '../forEachModel';
import { reportJson } from '../reportJson';
import { chosenRoofs } from '../roofSource';
import { parseSizes } from '../sizes';
import { layerLines } from '../terminal/layerLines';
import { modelLines } from '../terminal/modelLines';
import { scenarioLines } from '../terminal/scenarioLines';
import { predictionLines } from '../terminal/predictionLines';

export const analyzeCommand: Command = {
  name: 'analyze',
  summary: 'shapes, MACs, parameters, bytes and memory, without running the model',
  models: 'many',
  options: ['json', 'dim', 'input', 'target', 'hash', 'quiet'],
  endsAtOnce: true,
  run: (options, context) => {
    const sizes = parseSizes(options);
    const roofs = chosenRoofs(options);
    return forEachModel(options, context, file =>
      withAnalyzedModel(file, sizes, context, async analyzed => {
        if (options.flag('json')) context.print(await reportJson(file, analyzed, options, { roofs }));
        else for (const line of analysisLines(file, analyzed, roofs, context)) context.print(line);
        return EXIT.done;
      }),
    );
  },
};

function analysisLines(file: string, analyzed: AnalyzedModel, roofs: RoofSource | undefined, { style }: CommandContext): readonly string[] {
  const heading = modelLines(file, analyzed, style);
  return [
    ...heading,
    ...scenarioLines(analyzed.model),
    ...predictionLines(analyzed, roofs, style),
    '',
    ...layerLines(analyzed, undefined, style, roofs),
  ];
}
