/** Time of the nodes that a file was timed on; `undefined` where it was on none. `nodeMs` as in `MatchedTimes`. */
export function matchedMs(nodeMs: ArrayLike<number>, nodes: readonly number[]): number | undefined {
  const times = nodes.map(node => nodeMs[node] ?? NaN).filter(time => !Number.isNaN(time));
  return times.length === 0 ? undefined : times.reduce((sum, time) => sum + time, 0);
}
