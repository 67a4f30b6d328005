import { compareWeights } from '../../analysis/difference/compareWeights';
import { diffGraphs } from '../../analysis/difference/diffGraphs';
import { matchGraphs } from '../../analysis/difference/matchGraphs';
import type { GraphDifference } from '../../shared/report/graphDifference';
import type { TensorDifference } from '../../shared/report/tensorDifference';
import { compareTensors } from '../../worker/compareTensors';
import type { Command, CommandContext } from '../command';
import { RUN_OPTIONS, parseConditions } from '../conditions';
import { diffJson, type DiffedModels } from '../diffJson';
import { EXIT } from '../exitCode';
import { explainOpenDims } from '../explainOpenDims';
import { interruptible } from '../interruptible';
import { jobContext } from '../jobContext';
import { usageError, type ParsedOptions } from '../options';
import { parseSizes } from '../sizes';
import { diffLines } from '../terminal/diffLines';
import { tensorLines } from '../terminal/tensorLines';
import { withOpenModel } from '../withOpenModel';

export const diffCommand: Command = {
  name: 'diff',
  summary:
    'what was added, removed, replaced or changed between two models; how far weights (--weights) and tensors of layers (--tensors) are apart',
  models: 'two',
  options: [...RUN_OPTIONS, 'weights', 'tensors'],
  run: async (options, context) => {
    const [before, after, ...others] = options.models;
    if (before === undefined || after === undefined || others.length > 0) throw usageError('Name two models');
    return await withOpenModel(before, base =>
      withOpenModel(after, async model => {
        const models = { before: base, after: model };
        const difference = await diffOf(models, options);
        const tensors = options.flag('tensors') ? await tensorsOf(before, after, options, context) : undefined;
        if (options.flag('json')) context.print(JSON.stringify(diffJson(models, difference, tensors), undefined, 2));
        else {
          const lines = tensors === undefined ? [] : ['', ...tensorLines(base.graph, tensors, context.style)];
          for (const line of [...diffLines(models, difference, context.style), ...lines]) context.print(line);
        }
        return EXIT.done;
      }),
    );
  },
};

async function diffOf({ before, after }: DiffedModels, options: ParsedOptions): Promise<GraphDifference> {
  const matched = interruptible(() => matchGraphs(before.graph, after.graph));
  const distances = options.flag('weights') ? await compareWeights(before, after, matched.groups) : undefined;
  return interruptible(() => diffGraphs(before, after, matched, distances));
}

async function tensorsOf(path: string, file: string, options: ParsedOptions, context: CommandContext): Promise<TensorDifference> {
  const job = jobContext(context);
  const request = { kind: 'tensors', path, file, conditions: parseConditions(options) } as const;
  return await explainOpenDims(path, parseSizes(options), () => compareTensors(request, job)).finally(job.finish);
}
