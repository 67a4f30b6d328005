import { shellFile, shellQuoted } from '../shared/base/shellQuoted';
import { mainVariant, type ReportContent } from './reportContent';

/** The command line that takes the numbers of a report again. */
export function repeatCommand(content: ReportContent): string {
  const { fileName, environment, analysis } = content;
  const variant = mainVariant(content);
  const dims =
    environment?.dims ?? Object.fromEntries(analysis.dims.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])));
  const sizes = Object.entries(dims).map(([name, value]) => `--dim ${shellQuoted(`${name}=${String(value)}`)}`);
  const threads = environment === undefined || !Number.isFinite(environment.threads) ? [] : [`--threads ${String(environment.threads)}`];
  if (variant?.latency !== undefined)
    return ['layerwise compare', shellFile(variant.latency.of), shellFile(variant.file), ...threads, ...sizes].join(' ');
  return [`layerwise ${environment === undefined ? 'analyze' : 'profile'}`, shellFile(fileName), ...threads, ...sizes].join(' ');
}
