import path from 'node:path';
import { version } from '../../../package.json';
import { reportedProblems } from '../../analysis/reportedProblems';
import { rooflineView } from '../../analysis/roofline/rooflineView';
import { bytesOnDisk } from '../../onnx/bytesOnDisk';
import { writeNewFile } from '../../onnx/files/writeNewFile';
import { reportHtml } from '../../report/html/reportHtml';
import { reportMarkdown } from '../../report/markdown/reportMarkdown';
import type { ReportContent } from '../../report/reportContent';
import type { ReportVariant } from '../../report/reportVariant';
import { assertNever } from '../../shared/base/assertNever';
import { formatBytes } from '../../shared/base/formatNumber';
import type { Environment, Profile } from '../../shared/report/latency';
import type { ModelToken } from '../../shared/report/modelToken';
import { REPORT_FORMATS, type ReportFormat } from '../../shared/report/reportFormat';
import { describeMachine } from '../../worker/machine';
import { assertProfileOf, loadProfile } from '../../worker/profileFile';
import { analyzeModel, type AnalyzedModel } from '../analyzeModel';
import type { Command, CommandContext } from '../command';
import { comparedVariants, type ComparedVariants } from '../comparedVariants';
import { EXIT } from '../exitCode';
import { onlyModel } from '../forEachModel';
import { interruptible } from '../interruptible';
import { keptProfile } from '../keptProfiles';
import { usageError, type ParsedOptions } from '../options';
import { reportJson } from '../reportJson';
import { roofsOfProfile } from '../roofSource';
import { measuredSizes, parseSizes, type Sizes } from '../sizes';
import { variantsBeside } from '../variantsBeside';
import { withOpenModel } from '../withOpenModel';

export const reportCommand: Command = {
  name: 'report',
  summary: 'one page about the model as HTML, Markdown for a pull request, or JSON; from the last profile, and measures nothing',
  models: 'one',
  options: ['output', 'format', 'load', 'comparison', 'dim', 'input', 'hash', 'json', 'quiet'],
  run: (options, context) => {
    const file = onlyModel(options);
    const format = chosenFormat(options);
    const asked = parseSizes(options);
    return withOpenModel(file, async model => {
      const [load, comparison] = [options.text('load'), options.text('comparison')];
      const profile = load === undefined ? keptProfile(model.token, asked) : await loadedProfile(load, file, model.token);
      const compared = comparison === undefined ? undefined : await comparedVariants(comparison, file);
      const analyzed = analyzeModel(file, model, sizesOf(asked, profile, compared), context, profile?.kernels);
      const variants = compared?.variants ?? (format === 'json' ? [] : await variantsBeside(file));
      const text = await reportText(format, file, analyzed, { profile, environment: compared?.environment, variants }, options);
      await writeReport(text, options, context);
      return EXIT.done;
    });
  },
};

async function loadedProfile(load: string, file: string, token: ModelToken): Promise<Profile> {
  const saved = await loadProfile(load);
  assertProfileOf(saved, token, load, file);
  return saved.profile;
}

/** What was measured says with which sizes. */
function sizesOf(asked: Sizes, profile: Profile | undefined, compared: ComparedVariants | undefined): Sizes {
  if (profile !== undefined) return measuredSizes(profile);
  return compared === undefined ? asked : { ...asked, dims: new Map(Object.entries(compared.environment.dims)) };
}

async function writeReport(text: string, options: ParsedOptions, context: CommandContext): Promise<void> {
  const output = options.text('output');
  if (output === undefined) {
    context.print(text.trimEnd());
    return;
  }
  const { bytes } = await writeNewFile(output, [new TextEncoder().encode(text)][Symbol.iterator](), context.signal);
  if (!options.flag('json')) context.print(`${output}  ${formatBytes(bytes)}`);
}

/** As asked for, else by the name of the output. Throws `usage`. */
function chosenFormat(options: ParsedOptions): ReportFormat {
  const asked = options.flag('json') ? 'json' : options.text('format');
  const named = path
    .extname(options.text('output') ?? '')
    .slice(1)
    .toLowerCase();
  const format = REPORT_FORMATS.find(candidate => candidate === (asked ?? named));
  if (asked !== undefined && format === undefined) throw usageError(`--format is ${REPORT_FORMATS.join(', ')}, not “${asked}”`);
  return format ?? 'html';
}

/** What is known beside the model. */
interface Measured {
  readonly profile: Profile | undefined;
  /** Of the comparison, if one was given. */
  readonly environment: Environment | undefined;
  readonly variants: readonly ReportVariant[];
}

async function reportText(
  format: ReportFormat,
  file: string,
  analyzed: AnalyzedModel,
  { profile, environment, variants }: Measured,
  options: ParsedOptions,
): Promise<string> {
  const roofs = profile === undefined || !takenHere(profile) ? undefined : roofsOfProfile(profile.environment);
  if (format === 'json') return `${await reportJson(path.basename(file), analyzed, options, { ...(profile && { profile }), roofs })}\n`;
  const { model, analysis } = analyzed;
  const content: ReportContent = {
    fileName: path.basename(file),
    fileBytes: bytesOnDisk(model),
    graph: model.graph,
    analysis,
    problems: reportedProblems(model.problems, analysis),
    profile,
    environment: profile?.environment ?? environment,
    onThisMachine: profile === undefined || takenHere(profile),
    roofline: interruptible(() => rooflineView(model.graph, analysis, roofs, profile)),
    variants,
    layerwise: version,
    date: new Date().toISOString(),
  };
  switch (format) {
    case 'html':
      return interruptible(() => reportHtml(content));
    case 'md':
      return interruptible(() => reportMarkdown(content));
    default:
      return assertNever(format);
  }
}

function takenHere({ environment }: Profile): boolean {
  return environment.cpu === describeMachine().cpu;
}
