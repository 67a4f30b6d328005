import type { Command } from '../command';
import { withAnalyzedModel } from '../analyzeModel';
import { EXIT } from '../exitCode';
import { forEachModel } from '../forEachModel';
import { reportJson } from '../reportJson';
import { parseSizes } from '../sizes';
import { layerLines } from '../terminal/layerLines';
import { modelLines } from '../terminal/modelLines';

export const analyzeCommand: Command = {
  name: 'analyze',
  summary: 'shapes, MACs, parameters, bytes and memory, without running the model',
  models: 'many',
  options: ['json', 'dim', 'input', 'hash', 'quiet'],
  run: (options, context) => {
    const sizes = parseSizes(options);
    return forEachModel(options, context, file =>
      withAnalyzedModel(file, sizes, context, async analyzed => {
        if (options.flag('json')) context.print(await reportJson(file, analyzed, options));
        else
          for (const line of [...modelLines(file, analyzed, context.style), '', ...layerLines(analyzed, undefined, context.style)])
            context.print(line);
        return EXIT.done;
      }),
    );
  },
};
