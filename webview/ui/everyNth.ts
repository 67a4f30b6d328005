/** At most `most` of the values, evenly taken. */
export function everyNth(values: ArrayLike<number>, most: number): readonly number[] {
  const step = Math.max(1, Math.ceil(values.length / most));
  return Array.from({ length: Math.ceil(values.length / step) }, (_, index) => values[index * step] ?? NaN);
}
