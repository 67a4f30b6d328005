/** A number that is known; NaN, which sums carry along, becomes `undefined`. */
export function known(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value;
}
