import type { ProfileRequest } from '../shared/report/jobRequest';
import type { Profile } from '../shared/report/latency';
import { usageError, type OptionName, type ParsedOptions } from './options';

/** What the profile settles. */
const SETTLED = [
  ...['dim', 'input', 'batch', 'threads', 'seed', 'rigor', 'quick', 'graph-optimization', 'no-arena', 'provider'],
] as const satisfies readonly OptionName[];

/**
 * A request with everything of a profile that is repeated that its numbers depend on. Throws `usage` for options that would ask for something else, and for a
 * profile that was imported.
 */
export function repeatProfile(asked: ProfileRequest, { environment, inputShapes }: Profile, options: ParsedOptions): ProfileRequest {
  const given = SETTLED.find(name => options.flag(name) || options.text(name) !== undefined || options.texts(name).length > 0);
  if (given !== undefined) throw usageError(`--repeat takes the conditions of the profile; leave --${given} out, or use --against instead`);
  const { dims, threads, seed, rigor, graphOptimization, provider, arena = true } = environment;
  if (rigor === 'unknown' || graphOptimization === 'unknown')
    throw usageError('A profile that was imported cannot be repeated: its conditions are not known');
  return {
    ...asked,
    conditions: { ...asked.conditions, dims, threads, seed, inputShapes, provider: providerOption(provider) },
    ...{ rigor, graphOptimization, arena },
  };
}

/** `cuda` for the runtime's `CUDAExecutionProvider`. */
function providerOption(name: string): string {
  return name.replace(/ExecutionProvider$/, '').toLowerCase();
}
