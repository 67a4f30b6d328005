import type { RunConditions } from '../shared/report/jobRequest';
import { parseDims, parseInputShapes } from './dims';
import { usageError, type OptionName, type ParsedOptions } from './options';

/** Options of every command that runs a model. */
export const RUN_OPTIONS = [
  'json',
  'dim',
  'input',
  'threads',
  'batch',
  'samples',
  'seed',
  'timeout',
  'memory-limit',
  'quiet',
  'data',
  'no-data',
  'provider',
] as const satisfies readonly OptionName[];

/** The conditions that the command line asks for. Throws `usage`. */
export function parseConditions(options: ParsedOptions): RunConditions {
  const batch = options.integer('batch', 1);
  return {
    dims: Object.fromEntries(parseDims(options)),
    threads: options.integer('threads', 1),
    ...(batch === undefined ? {} : { batch }),
    ...parseFixedConditions(options),
  };
}

/** Those of them that a sweep has one of, too. Throws `usage`. */
export function parseFixedConditions(options: ParsedOptions): Omit<RunConditions, 'dims' | 'threads' | 'batch'> {
  const timeoutSeconds = options.number('timeout', 0);
  const memoryLimitMib = options.number('memory-limit', 1);
  const data = options.text('data');
  if (data !== undefined && options.flag('no-data')) throw usageError('--data and --no-data exclude each other');
  const samples = options.integer('samples', 1);
  const provider = options.text('provider');
  return {
    inputShapes: Object.fromEntries(parseInputShapes(options)),
    seed: options.integer('seed', 0) ?? 0,
    ...(timeoutSeconds === undefined ? {} : { deadlineMs: timeoutSeconds * 1000 }),
    ...(memoryLimitMib === undefined ? {} : { memoryLimitBytes: memoryLimitMib * 2 ** 20 }),
    ...(data === undefined ? {} : { data }),
    ...(options.flag('no-data') ? { withoutData: true } : {}),
    ...(samples === undefined ? {} : { samples }),
    ...(provider === undefined ? {} : { provider: provider.toLowerCase() }),
  };
}
