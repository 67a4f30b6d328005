import { buildReport } from '../../analysis/report';
import type { Command } from '../command';
import { withAnalyzedModel } from '../analyzeModel';
import { EXIT } from '../exitCode';
import { forEachModel, toJson } from '../forEachModel';
import { layerLines } from '../terminal/layerLines';
import { modelLines } from '../terminal/modelLines';

export const analyzeCommand: Command = {
  name: 'analyze',
  summary: 'shapes, MACs, parameters, bytes and memory, without running the model',
  models: 'many',
  options: ['json', 'dim', 'input', 'hash', 'quiet'],
  run: (options, context) =>
    forEachModel(options, context, file =>
      withAnalyzedModel(file, options, async ({ model, analysis }) => {
        const report = await buildReport({ file, model, analysis, hash: options.flag('hash') });
        if (options.flag('json')) context.print(toJson(report, options));
        else
          for (const line of [...modelLines(file, model.byteLength, analysis), '', ...layerLines(analysis, undefined, context.colour)])
            context.print(line);
        return EXIT.done;
      }),
    ),
};
