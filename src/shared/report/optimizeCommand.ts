import { shellFile, shellQuoted } from '../base/shellQuoted';
import type { OptimizeRequest, RunConditions } from './jobRequest';

const MEBIBYTE = 2 ** 20;

/** The command line, quoted for a POSIX shell, that asks for the same as a request whose passes all leave out, or are restricted to, the same layers. */
export function optimizeCommand({
  path,
  passes,
  conditions,
  evaluationData,
  measure,
  rigor,
  output,
}: Omit<OptimizeRequest, 'kind'>): string {
  const [{ exclude = [], only = [] } = {}] = passes;
  const parts = [
    ['layerwise optimize', shellFile(path)],
    ...passes.map(call => ['--pass', shellQuoted(passText(call))]),
    ...list('exclude', exclude),
    ...list('only', only),
    ...option('data', conditions.data),
    ...(conditions.withoutData === true ? [['--no-data']] : []),
    ...option('eval', evaluationData),
    ...option('output', output),
    ...conditionOptions(conditions),
    ...option('rigor', rigor === 'normal' ? undefined : rigor),
    ...(measure ? [] : [['--no-measure']]),
  ];
  return parts.flat().join(' ');
}

/** `quantize-static:calibration=mse`. */
export function passText({ id, parameters }: { readonly id: string; readonly parameters: Readonly<Record<string, unknown>> }): string {
  const pairs = Object.entries(parameters).map(([key, value]) => `${key}=${String(value)}`);
  return pairs.length === 0 ? id : `${id}:${pairs.join(',')}`;
}

function conditionOptions(conditions: RunConditions): readonly (readonly string[])[] {
  const { dims, inputShapes = {}, threads, provider, seed, samples, deadlineMs, memoryLimitBytes } = conditions;
  return [
    ...Object.entries(dims).flatMap(([name, size]) => option('dim', `${name}=${String(size)}`)),
    ...Object.entries(inputShapes).flatMap(([name, shape]) => option('input', `${name}=${shape.join()}`)),
    ...option('threads', threads),
    ...option('provider', provider),
    ...option('seed', seed === 0 ? undefined : seed),
    ...option('samples', samples),
    ...option('timeout', deadlineMs === undefined ? undefined : deadlineMs / 1000),
    ...option('memory-limit', memoryLimitBytes === undefined ? undefined : memoryLimitBytes / MEBIBYTE),
  ];
}

/** `--name=value` where the value would be taken for an option. */
function option(name: string, value: string | number | undefined): readonly (readonly string[])[] {
  if (value === undefined) return [];
  const text = String(value);
  return text.startsWith('-') ? [[`--${name}=${shellQuoted(text)}`]] : [[`--${name}`, shellQuoted(text)]];
}

function list(name: string, ids: readonly number[]): readonly (readonly string[])[] {
  return ids.length === 0 ? [] : option(name, ids.join());
}
