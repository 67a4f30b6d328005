/** Index of the part that holds `position`: of ascending `starts`, the last one at or before it; 0 before the first. */
export function lastStartAt(starts: ArrayLike<number>, position: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}
