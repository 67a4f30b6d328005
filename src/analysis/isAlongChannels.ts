/** Whether constants of these dims, broadcast to a tensor of `rank` axes, are one number for all or one for each of `channels` along axis 1, and add no axis. */
export function isAlongChannels(dims: readonly number[], rank: number, channels: number): boolean {
  if (dims.length > rank) return false;
  const aligned = [...new Array<number>(rank - dims.length).fill(1), ...dims];
  return aligned.every((dim, axis) => dim === 1 || (axis === 1 && dim === channels));
}
