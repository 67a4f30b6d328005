import { existsSync } from 'node:fs';
import { chromeTrace } from '../../analysis/chromeTrace';
import { missedFusions } from '../../analysis/fusions/missedFusions';
import { suggest } from '../../analysis/suggest/suggest';
import { writeNewFile } from '../../onnx/files/writeNewFile';
import type { Profile } from '../../shared/report/latency';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import { describePasses } from '../../worker/optimize/describePasses';
import type { MeasuredModel } from '../../worker/matchLayers';
import { profileDifference } from '../../worker/profileDifference';
import type { Command, CommandContext } from '../command';
import { withAnalyzedModel, type AnalyzedModel } from '../analyzeModel';
import { RUN_OPTIONS } from '../conditions';
import { dataKind } from '../dataKind';
import { EXIT } from '../exitCode';
import { onlyModel } from '../forEachModel';
import type { ParsedOptions } from '../options';
import { chooseProfile, type ChosenProfile } from '../profileSource';
import { reportJson } from '../reportJson';
import { roofsOfProfile } from '../roofSource';
import { checkModelSizes, measuredSizes, parseSizes } from '../sizes';
import { bodyLines } from '../terminal/bodyLines';
import { differenceLines } from '../terminal/differenceLines';
import { latencyLines } from '../terminal/latencyLines';
import { missedFusionLines } from '../terminal/missedFusionLines';
import { layerLines } from '../terminal/layerLines';
import { measuredTexts } from '../terminal/rooflineTexts';
import { modelLines } from '../terminal/modelLines';
import { printable } from '../terminal/printable';
import { suggestionLines } from '../terminal/suggestionLines';

const MOST_SUGGESTIONS = 3;

export const profileCommand: Command = {
  name: 'profile',
  summary: 'analyze, plus measured latency of the model and of every kernel',
  models: 'one',
  options: [
    ...RUN_OPTIONS,
    'rigor',
    'quick',
    'graph-optimization',
    'no-arena',
    'trace',
    'import-trace',
    'save',
    'load',
    'repeat',
    'against',
    'hash',
  ],
  run: async (options, context) => {
    const path = onlyModel(options);
    refuseExisting(options.text('trace'));
    for (const warning of await checkModelSizes(path, parseSizes(options))) context.complain(warning);
    return await show(path, await chooseProfile(path, options, context), options, context);
  },
};

function show(path: string, chosen: ChosenProfile, options: ParsedOptions, context: CommandContext): Promise<number> {
  const { profile, loadedFrom, onThisMachine, earlier } = chosen;
  const present = async (analyzed: AnalyzedModel): Promise<number> => {
    await writeTrace(options.text('trace'), path, analyzed, profile);
    const suggestionContext = { data: await dataKind(path, options.text('data')), passes: describePasses(), profile };
    const suggestions = await suggest(analyzed.model, analyzed.analysis, suggestionContext);
    const roofs = onThisMachine ? roofsOfProfile(profile.environment) : undefined;
    const { graph } = analyzed.model;
    const measured = (of: Profile): MeasuredModel => ({ graph, analysis: analyzed.analysis, profile: of });
    const difference = earlier && profileDifference(measured(earlier.profile), measured(profile));
    const against = difference && { file: earlier.file, difference };
    if (options.flag('json')) {
      const loaded = loadedFrom === undefined ? undefined : { file: loadedFrom, onThisMachine };
      context.print(await reportJson(path, analyzed, options, { profile, suggestions, roofs, loaded, against }));
      return EXIT.done;
    }
    const blocks = [
      modelLines(path, analyzed, context.style),
      [...originLines(chosen), ...latencyLines(profile, context.style)],
      ...(against === undefined ? [] : [differenceLines(against.file, profile.latency.medianMs, against.difference, context.style)]),
      layerLines(analyzed, profile, context.style, {
        limits: roofs && measuredTexts(analyzed.model.graph, analyzed.analysis, profile, roofs),
      }),
      bodyLines(analyzed, profile, context.style),
      missedFusionLines(missedFusions(graph, analyzed.analysis, profile.kernels, profile.environment.graphOptimization), context.style),
      suggestionLines(path, suggestions, MOST_SUGGESTIONS, context.style),
    ];
    for (const line of blocks.filter(block => block.length > 0).flatMap((block, index) => (index === 0 ? block : ['', ...block])))
      context.print(line);
    return EXIT.done;
  };
  return withAnalyzedModel(path, measuredSizes(profile), context, present, profile.kernels);
}

function originLines({ loadedFrom, onThisMachine, profile }: ChosenProfile): readonly string[] {
  const { date, cpu, imported } = profile.environment;
  if (loadedFrom === undefined) return imported === undefined ? [] : [`Times from ${printable(imported)}; nothing was measured.`];
  const where = onThisMachine ? 'on this machine' : `on another machine, ${printable(cpu)}`;
  return [`Profile of ${printable(date)}, taken ${where}; nothing was measured now.`];
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
