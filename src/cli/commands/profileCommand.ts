import { existsSync } from 'node:fs';
import { chromeTrace } from '../../analysis/chromeTrace';
import { suggest } from '../../analysis/suggest/suggest';
import { writeNewFile } from '../../onnx/files/writeNewFile';
import type { Profile } from '../../shared/report/latency';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import { describePasses } from '../../worker/optimize/describePasses';
import { profileModel } from '../../worker/profile';
import type { Command, CommandContext } from '../command';
import { withAnalyzedModel, type AnalyzedModel } from '../analyzeModel';
import { RUN_OPTIONS, parseConditions } from '../conditions';
import { dataKind } from '../dataKind';
import { explainOpenDims } from '../explainOpenDims';
import { EXIT } from '../exitCode';
import { onlyModel } from '../forEachModel';
import { jobContext } from '../jobContext';
import type { ParsedOptions } from '../options';
import { reportJson } from '../reportJson';
import { parseRigor } from '../rigor';
import { roofsOfProfile } from '../roofSource';
import { checkModelSizes, measuredSizes, parseSizes } from '../sizes';
import { latencyLines } from '../terminal/latencyLines';
import { layerLines } from '../terminal/layerLines';
import { modelLines } from '../terminal/modelLines';
import { suggestionLines } from '../terminal/suggestionLines';

const MOST_SUGGESTIONS = 3;

export const profileCommand: Command = {
  name: 'profile',
  summary: 'analyze, plus measured latency of the model and of every kernel',
  models: 'one',
  options: [...RUN_OPTIONS, 'rigor', 'quick', 'trace', 'hash'],
  run: async (options, context) => {
    const path = onlyModel(options);
    const conditions = parseConditions(options);
    refuseExisting(options.text('trace'));
    for (const warning of await checkModelSizes(path, parseSizes(options))) context.complain(warning);
    const job = jobContext(context);
    const rigor = parseRigor(options);
    const request = { kind: 'profile', path, conditions, rigor, graphOptimization: 'all' } as const;
    const profile = await explainOpenDims(path, parseSizes(options), () => profileModel(request, job)).finally(job.finish);
    return await show(path, profile, conditions.data, options, context);
  },
};

function show(path: string, profile: Profile, data: string | undefined, options: ParsedOptions, context: CommandContext): Promise<number> {
  return withAnalyzedModel(
    path,
    measuredSizes(profile),
    context,
    async analyzed => {
      await writeTrace(options.text('trace'), path, analyzed, profile);
      const suggestionContext = { data: await dataKind(path, data), passes: describePasses(), profile };
      const suggestions = await suggest(analyzed.model, analyzed.analysis, suggestionContext);
      const roofs = roofsOfProfile(profile.environment);
      if (options.flag('json')) {
        context.print(await reportJson(path, analyzed, options, { profile, suggestions, roofs }));
        return EXIT.done;
      }
      const blocks = [
        modelLines(path, analyzed, context.style),
        latencyLines(profile, context.style),
        layerLines(analyzed, profile, context.style, roofs),
        suggestionLines(path, suggestions, MOST_SUGGESTIONS, context.style),
      ];
      for (const line of blocks.flatMap((block, index) => (index === 0 ? block : ['', ...block]))) context.print(line);
      return EXIT.done;
    },
    profile.kernels,
  );
}

/** Before anything is measured. Throws `output-exists`. */
function refuseExisting(file: string | undefined): void {
  if (file === undefined || !existsSync(file)) return;
  throw new LayerwiseError('output-exists', `${file} exists already and is not overwritten. Name another file with --trace.`, { file });
}

async function writeTrace(
  file: string | undefined,
  model: string,
  { model: { graph }, analysis }: AnalyzedModel,
  profile: Profile,
): Promise<void> {
  if (file === undefined) return;
  const text = `${JSON.stringify(chromeTrace(model, graph, analysis, profile))}\n`;
  await writeNewFile(file, [new TextEncoder().encode(text)][Symbol.iterator]());
}
