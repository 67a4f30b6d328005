// Math.max(...values) puts every value on the stack and fails above some 100,000 of them.

/** The largest value; -Infinity of none. */
export function largest(values: Iterable<number>): number {
  let found = -Infinity;
  for (const value of values) found = Math.max(found, value);
  return found;
}

/** The smallest value; Infinity of none. */
export function smallest(values: Iterable<number>): number {
  let found = Infinity;
  for (const value of values) found = Math.min(found, value);
  return found;
}
