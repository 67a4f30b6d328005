import type { Variant } from '../../shared/report/variant';

/** Variants that may stand in place of the model at `path`: made from it, and not from another variant, which they were measured against; and close to it. */
export function offeredVariants(path: string, variants: readonly Variant[]): readonly Variant[] {
  return variants.filter(({ parent, result: { verification } }) => {
    const verdict = verification?.verdict;
    return parent === path && (verdict === 'equal' || verdict === 'close');
  });
}

/** The offered variant that was measured as the fastest, among those that were kept where there are any. */
export function fastestVariant(offered: readonly Variant[]): Variant | undefined {
  const faster = offered.filter(({ result }) => result.latency?.speedup.verdict === 'faster');
  const kept = faster.filter(({ state }) => state === 'kept');
  const timeOf = ({ result }: Variant): number => result.latency?.after.medianMs ?? Infinity;
  return [...(kept.length > 0 ? kept : faster)].sort((a, b) => timeOf(a) - timeOf(b))[0];
}
