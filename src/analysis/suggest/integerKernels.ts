import type { Profile } from '../../shared/report/latency';

/** Instructions that multiply 8-bit integers and add them up at once; without them INT8 wins little or loses. */
const DOT_PRODUCT: ReadonlySet<string> = new Set(['avx512vnni', 'avxvnni', 'avxvnniint8', 'amxint8', 'dotprod', 'i8mm']);

/** A sentence for processors that are known to lack them; `undefined` where they are there or nothing is known. */
export function integerWarning(profile: Profile | undefined): string | undefined {
  const isa = profile?.environment.isa ?? [];
  if (isa.length === 0 || isa.some(extension => DOT_PRODUCT.has(extension))) return undefined;
  return 'This CPU has no VNNI or dot-product instructions, so the gain can be far smaller';
}
