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
  const timeoutSeconds = options.number('timeout', 0);
  const memoryLimitMib = options.number('memory-limit', 1);
  const data = options.text('data');
  if (data !== undefined && options.flag('no-data')) throw usageError('--data and --no-data exclude each other');
  const samples = options.integer('samples', 1);
  const batch = options.integer('batch', 1);
  const provider = options.text('provider');
  return {
    dims: Object.fromEntries(parseDims(options)),
    inputShapes: Object.fromEntries(parseInputShapes(options)),
    threads: options.integer('threads', 1),
    seed: options.integer('seed', 0) ?? 0,
    ...(timeoutSeconds === undefined ? {} : { deadlineMs: timeoutSeconds * 1000 }),
    ...(memoryLimitMib === undefined ? {} : { memoryLimitBytes: memoryLimitMib * 2 ** 20 }),
    ...(data === undefined ? {} : { data }),
    ...(options.flag('no-data') ? { withoutData: true } : {}),
    ...(samples === undefined ? {} : { samples }),
    ...(batch === undefined ? {} : { batch }),
    ...(provider === undefined ? {} : { provider: provider.toLowerCase() }),
  };
}
