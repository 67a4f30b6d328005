import { buildReport } from '../../analysis/report';
import { suggest } from '../../analysis/suggest/suggest';
import { describePasses } from '../../worker/optimize/describePasses';
import { profileModel } from '../../worker/profile';
import type { Command } from '../command';
import { withAnalyzedModel } from '../analyzeModel';
import { RUN_OPTIONS, parseConditions } from '../conditions';
import { dataKind } from '../dataKind';
import { EXIT } from '../exitCode';
import { onlyModel } from '../forEachModel';
import { jobContext } from '../jobContext';
import { latencyLines } from '../terminal/latencyLines';
import { layerLines } from '../terminal/layerLines';
import { modelLines } from '../terminal/modelLines';
import { suggestionLines } from '../terminal/suggestionLines';

const MOST_SUGGESTIONS = 3;

export const profileCommand: Command = {
  name: 'profile',
  summary: 'analyze, plus measured latency of the model and of every kernel',
  models: 'one',
  options: [...RUN_OPTIONS, 'quick', 'hash'],
  run: async (options, context) => {
    const path = onlyModel(options);
    const conditions = parseConditions(options);
    const profile = await profileModel(
      { kind: 'profile', path, conditions, rigor: options.flag('quick') ? 'quick' : 'normal', graphOptimization: 'all' },
      jobContext(context),
    );
    return await withAnalyzedModel(path, options, async ({ model, analysis }) => {
      const data = await dataKind(path, conditions.data);
      const suggestions = suggest(model.graph, analysis, profile, { data, passes: describePasses() });
      if (options.flag('json')) {
        context.print(
          JSON.stringify(
            await buildReport({ file: path, model, analysis, profile, suggestions, hash: options.flag('hash') }),
            undefined,
            2,
          ),
        );
        return EXIT.done;
      }
      const lines = [
        ...modelLines(path, model.byteLength, analysis),
        '',
        ...latencyLines(profile),
        '',
        ...layerLines(analysis, profile, context.colour),
        '',
        ...suggestionLines(path, suggestions, MOST_SUGGESTIONS),
      ];
      for (const line of lines) context.print(line);
      return EXIT.done;
    });
  },
};
