/** The node whose range of a flat list holds `position`: the last one that starts at or before it. */
export function nodeAt(start: Int32Array, position: number): number {
  let [low, high] = [0, start.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((start[middle] ?? Infinity) <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}
