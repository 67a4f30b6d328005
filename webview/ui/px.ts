/** A length for a style: CSS pixels with at most two decimals. */
export function px(length: number): string {
  return `${Number(length.toFixed(2))}px`;
}
