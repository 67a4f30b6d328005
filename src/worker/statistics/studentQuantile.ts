/** 97.5 % point of the standard normal distribution. */
export const Z_95 = 1.959963984540054;

/**
 * 97.5 % point of Student's t distribution by the Cornish-Fisher expansion around the normal one (Abramowitz and Stegun, 26.7.5); within 0.2 % from three degrees
 * of freedom on. `degrees` may be a fraction. Throws `RangeError` below three.
 */
export function studentQuantile(degrees: number): number {
  if (!(degrees >= 3)) throw new RangeError(`Too few degrees of freedom: ${degrees}.`);
  const z = Z_95;
  const terms = [
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92160,
  ];
  return terms.reduce((sum, term, index) => sum + term / degrees ** (index + 1), z);
}
