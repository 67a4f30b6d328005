/** A readable axis over `low … high`: about `most` parts or fewer, at 1, 2 or 5 times a power of ten; both ends are ticks. */
export function axisTicks(
  low: number,
  high: number,
  most = 4,
): { readonly from: number; readonly to: number; readonly ticks: readonly number[] } {
  const span = Math.max(high - low, Math.abs(high) * 1e-3, 1e-9);
  const rough = span / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find(factor => factor * power >= rough) ?? 10) * power;
  const from = Math.floor(low / step) * step;
  const count = Math.ceil((low + span - from) / step - 1e-9);
  return { from, to: from + count * step, ticks: Array.from({ length: count + 1 }, (_, index) => from + index * step) };
}
