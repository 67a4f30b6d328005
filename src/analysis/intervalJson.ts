/** A measured time with its interval, in milliseconds, as reports write it. */
export function intervalJson(median: number, low: number, high: number): Readonly<Record<string, unknown>> {
  return { median, low, high, basis: 'measured' };
}
