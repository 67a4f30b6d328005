const FEWEST_DIGITS = 6;
/** Nine significant digits tell any two float32 apart (IEEE 754-2008, 5.12.2). */
const MOST_DIGITS = 9;
const EXACT_INTEGER = 1e7;

/** The shortest decimal that reads back as the same float32. */
export function float32Text(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < EXACT_INTEGER) return float64Text(value);
  for (let digits = FEWEST_DIGITS; digits < MOST_DIGITS; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return float64Text(short);
  }
  return float64Text(Number.isFinite(value) ? Number(value.toPrecision(MOST_DIGITS)) : value);
}

/** The shortest decimal that reads back as the same double. */
export function float64Text(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  // Without the point it would be the integer 0 to older parsers.
  return Object.is(value, -0) ? '-0.0' : String(value);
}
