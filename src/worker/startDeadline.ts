/** Loading the runtime takes a second on an idle machine; a busy or slow one gets as long as any other blocking step. */
const SHORTEST_MS = 30_000;

/** Longest time for the start of a runner, given that for its other blocking steps. */
export function startDeadlineMs(phaseDeadlineMs: number): number {
  return Math.max(SHORTEST_MS, phaseDeadlineMs);
}
