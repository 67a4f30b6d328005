import type { SweepRequest } from '../worker/sweep/sweepModel';
import { parseFixedConditions, RUN_OPTIONS } from './conditions';
import { parseRigor } from './rigor';
import { numberList, usageError, type OptionName, type ParsedOptions } from './options';

export const SWEEP_OPTIONS = [
  ...RUN_OPTIONS,
  ...(['rigor', 'quick', 'limit', 'settings', 'price', 'demand', 'refresh'] as const),
] as const satisfies readonly OptionName[];

/** Axes and the rest of a sweep from the command line; `--batch`, `--threads` and `--dim` take lists. Throws `usage`. */
export function parseSweep(path: string, options: ParsedOptions): SweepRequest {
  const dims = parseDimLists(options);
  const fixed = Object.fromEntries(
    Object.entries(dims).flatMap(([name, [first]]) => (first === undefined ? [] : [[name, first] as const])),
  );
  const batch = numberList('batch', options.text('batch'));
  const threads = numberList('threads', options.text('threads'));
  return {
    path,
    conditions: {
      dims: fixed,
      threads: threads?.at(-1),
      ...(batch === undefined ? {} : { batch: batch[0] ?? 1 }),
      ...parseFixedConditions(options),
    },
    ...{ batch, threads, dims },
    rigor: parseRigor(options),
    latencyLimitMs: options.number('limit', 0),
    economics: { pricePerHour: options.number('price', 0), loadPerSecond: options.number('demand', 0) },
    searchSettings: options.flag('settings'),
    again: options.flag('refresh'),
  };
}

function parseDimLists(options: ParsedOptions): Readonly<Record<string, readonly number[]>> {
  const dims = new Map<string, readonly number[]>();
  for (const text of options.texts('dim')) {
    const at = text.lastIndexOf('=');
    if (at <= 0) throw usageError(`--dim takes NAME=VALUE or NAME=VALUE,VALUE…, not “${text}”`);
    dims.set(text.slice(0, at), numberList('dim', text.slice(at + 1)) ?? []);
  }
  return Object.fromEntries(dims);
}
