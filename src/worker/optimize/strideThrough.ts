/** The smallest stride from `least` on that has no factor in common with `elements`: steps of 63 through rows of 7 would meet one column only. */
export function strideThrough(elements: number, least: number): number {
  let stride = Math.max(1, least);
  while (stride > 1 && commonFactor(stride, elements) !== 1) stride++;
  return stride;
}

function commonFactor(a: number, b: number): number {
  return b === 0 ? a : commonFactor(b, a % b);
}
