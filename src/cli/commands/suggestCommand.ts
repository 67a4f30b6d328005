import { setImmediate } from 'node:timers/promises';
import { suggest } from '../../analysis/suggest/suggest';
import { describePasses } from '../../worker/optimize/describePasses';
import { describeMachine } from '../../worker/machine';
import { reportedProblems } from '../../analysis/reportedProblems';
import type { Problem } from '../../shared/report/problem';
import type { Profile } from '../../shared/report/latency';
import type { SuggestionReport } from '../../shared/report/suggestion';
import type { Command, CommandContext } from '../command';
import { analyzeModel, type AnalyzedModel } from '../analyzeModel';
import { dataKind } from '../dataKind';
import { EXIT } from '../exitCode';
import { onlyModel } from '../forEachModel';
import { reportJson } from '../reportJson';
import { chosenRoofs } from '../roofSource';
import { keptProfile, keptText } from '../keptProfiles';
import { measuredSizes, parseSizes } from '../sizes';
import { printable } from '../terminal/printable';
import type { TerminalStyle } from '../terminal/style';
import { suggestionLines } from '../terminal/suggestionLines';
import { wrapText } from '../terminal/wrapText';
import { withOpenModel } from '../withOpenModel';

const LONGEST_MESSAGE = 400;

export const suggestCommand: Command = {
  name: 'suggest',
  summary: 'what would help this model here, with basis and the exact command',
  models: 'one',
  options: ['json', 'dim', 'input', 'data', 'hash', 'quiet'],
  endsAtOnce: true,
  run: (options, context) => {
    const path = onlyModel(options);
    const asked = parseSizes(options);
    return withOpenModel(path, async model => {
      const profile = keptProfile(model.token, asked);
      const analyzed = analyzeModel(path, model, profile === undefined ? asked : measuredSizes(profile), context, profile?.kernels);
      const data = await dataKind(path, options.text('data'));
      const { isa } = describeMachine();
      const known = { data, passes: describePasses(), isa, roofs: chosenRoofs(options), pause: setImmediate, ...(profile && { profile }) };
      const suggestions = await suggest(model, analyzed.analysis, known);
      if (options.flag('json')) context.print(await reportJson(path, analyzed, options, { suggestions, ...(profile && { profile }) }));
      else for (const line of terminalLines(path, analyzed, suggestions, profile, context)) context.print(line);
      return EXIT.done;
    });
  },
};

function terminalLines(
  path: string,
  { model, analysis }: AnalyzedModel,
  suggestions: SuggestionReport,
  profile: Profile | undefined,
  { style }: CommandContext,
): readonly string[] {
  const basis = profile === undefined ? [] : [style.faint(keptText(profile)), ''];
  const errors = reportedProblems(model.problems, analysis).filter(({ severity }) => severity === 'error');
  return [...basis, ...errorLines(errors, style), ...suggestionLines(path, suggestions, suggestions.offered.length, style)];
}

/** What is wrong with a model comes before what would help it. */
function errorLines(errors: readonly Problem[], style: TerminalStyle): readonly string[] {
  const [first, ...others] = errors;
  if (first === undefined) return [];
  const more = others.length === 0 ? '' : ` ${String(others.length)} more such errors: layerwise analyze lists them.`;
  return [...wrapText(`error: ${printable(first.message, LONGEST_MESSAGE)}${more}`, style.width).map(style.bad), ''];
}
