import { median } from '../../shared/base/quantile';
import type { ProfiledRuns, TimedKernel } from './scaleKernels';

/**
 * How well each kernel uses its threads: its time with one thread over threads × its time with all of them, from profiled runs of both, the cost of recording
 * taken off. `undefined` for kernels that are no longer than recording them takes, and for those whose counterpart cannot be told.
 */
export function parallelEfficiency(all: ProfiledRuns, one: ProfiledRuns): readonly (number | undefined)[] {
  const partners = partnersOf(all.kernels, one.kernels);
  return all.kernels.map((kernel, position) => {
    const partner = partners[position];
    if (partner === undefined) return undefined;
    const timeUs = median(kernel.durationsUs);
    const aloneUs = median(partner.durationsUs);
    if (timeUs <= all.cost.floorUs || aloneUs <= one.cost.floorUs) return undefined;
    return (aloneUs - one.cost.insideUs) / (all.threads * (timeUs - all.cost.insideUs));
  });
}

/** By position where the same kernels ran in the same order; else by what they are and stand on, where only one is and does. */
function partnersOf(kernels: readonly TimedKernel[], others: readonly TimedKernel[]): readonly (TimedKernel | undefined)[] {
  const keys = others.map(keyOf);
  if (kernels.length === others.length && kernels.every((kernel, position) => keyOf(kernel) === keys[position])) return others;
  const byKey = new Map<string, TimedKernel | undefined>();
  others.forEach((other, position) => {
    const key = keys[position]!;
    byKey.set(key, byKey.has(key) ? undefined : other);
  });
  return kernels.map(kernel => byKey.get(keyOf(kernel)));
}

function keyOf({ kernel, origin }: TimedKernel): string {
  return `${kernel.op} ${String(origin.anchor)}`;
}
