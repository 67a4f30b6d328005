import { compareWeights } from '../../analysis/difference/compareWeights';
import { diffGraphs } from '../../analysis/difference/diffGraphs';
import { matchGraphs } from '../../analysis/difference/matchGraphs';
import type { Command } from '../command';
import { diffJson } from '../diffJson';
import { EXIT } from '../exitCode';
import { interruptible } from '../interruptible';
import { usageError } from '../options';
import { diffLines } from '../terminal/diffLines';
import { withOpenModel } from '../withOpenModel';

export const diffCommand: Command = {
  name: 'diff',
  summary: 'what was added, removed, replaced or changed between two models, and with --weights how far their weights are apart',
  models: 'two',
  options: ['json', 'weights', 'quiet'],
  endsAtOnce: true,
  run: async (options, context) => {
    const [before, after, ...others] = options.models;
    if (before === undefined || after === undefined || others.length > 0) throw usageError('Name two models');
    return await withOpenModel(before, base =>
      withOpenModel(after, async model => {
        const matched = interruptible(() => matchGraphs(base.graph, model.graph));
        const distances = options.flag('weights') ? await compareWeights(base, model, matched.groups) : undefined;
        const difference = interruptible(() => diffGraphs(base, model, matched, distances));
        const files = { before: base, after: model };
        if (options.flag('json')) context.print(JSON.stringify(diffJson(files, difference), undefined, 2));
        else for (const line of diffLines(files, difference, context.style)) context.print(line);
        return EXIT.done;
      }),
    );
  },
};
