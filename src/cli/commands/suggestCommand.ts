import { suggest } from '../../analysis/suggest/suggest';
import { describePasses } from '../../worker/optimize/describePasses';
import { describeMachine } from '../../worker/machine';
import type { Command } from '../command';
import { withAnalyzedModel } from '../analyzeModel';
import { dataKind } from '../dataKind';
import { EXIT } from '../exitCode';
import { onlyModel } from '../forEachModel';
import { reportJson } from '../reportJson';
import { chosenRoofs } from '../roofSource';
import { parseSizes } from '../sizes';
import { suggestionLines } from '../terminal/suggestionLines';

export const suggestCommand: Command = {
  name: 'suggest',
  summary: 'what would help this model here, with basis and the exact command',
  models: 'one',
  options: ['json', 'dim', 'input', 'data', 'hash', 'quiet'],
  endsAtOnce: true,
  run: (options, context) => {
    const path = onlyModel(options);
    return withAnalyzedModel(path, parseSizes(options), context, async analyzed => {
      const data = await dataKind(path, options.text('data'));
      const { isa } = describeMachine();
      const known = { data, passes: describePasses(), isa, roofs: chosenRoofs(options) };
      const suggestions = await suggest(analyzed.model, analyzed.analysis, known);
      if (options.flag('json')) context.print(await reportJson(path, analyzed, options, { suggestions }));
      else for (const line of suggestionLines(path, suggestions, suggestions.offered.length, context.style)) context.print(line);
      return EXIT.done;
    });
  },
};
