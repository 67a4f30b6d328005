/** A share (0..1) of what an element stands in, for a style. */
export function percent(share: number): string {
  return `${Number((100 * share).toFixed(2))}%`;
}
