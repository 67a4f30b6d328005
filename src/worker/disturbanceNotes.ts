import { formatShare } from '../shared/base/formatNumber';

/** What changed on the machine while something was measured. */
export interface MachineChange {
  readonly elapsedMs: number;
  /** By how much the time of day moved more than the clock that only counts. */
  readonly clockJumpMs: number;
  /** CPU time of other programs, all processors together. */
  readonly otherCpuMs: number;
  /** Time that the host of a virtual machine gave to others. */
  readonly stealMs: number;
  /** How often a processor slowed down because it was hot. */
  readonly throttled: number;
  /** Threads of what was measured, and cores of the machine. */
  readonly threads: number;
  readonly cores: number;
}

/** Counters of the system move in steps of 10 ms: over a shorter time they say nothing. */
const SHORTEST_MS = 250;
const LARGEST_JUMP_MS = 1000;
const LARGEST_STEAL = 0.02;
/** Cores' worth of other programs that a measurement can bear when it needs all cores itself. */
const LARGEST_LOAD = 0.25;

/** Reasons to doubt what was measured meanwhile, one sentence each. */
export function disturbanceNotes(change: MachineChange): readonly string[] {
  const { elapsedMs, clockJumpMs, otherCpuMs, stealMs, throttled, threads, cores } = change;
  const notes: string[] = [];
  if (Math.abs(clockJumpMs) > LARGEST_JUMP_MS) {
    notes.push(`The clock jumped by ${(clockJumpMs / 1000).toFixed(0)} s while measuring: the machine slept, or its time was set.`);
  }
  if (throttled > 0) notes.push('The processor was too hot and lowered its clock while measuring.');
  if (elapsedMs < SHORTEST_MS) return notes;
  const others = otherCpuMs / elapsedMs;
  if (others > LARGEST_LOAD && others + threads > cores) {
    notes.push(
      `Other programs used ${others.toFixed(1)} of ${cores} cores while ${threads} ${threads === 1 ? 'thread was' : 'threads were'} measured.`,
    );
  }
  const stolen = stealMs / (elapsedMs * cores);
  if (stolen > LARGEST_STEAL) notes.push(`The host of this virtual machine took ${formatShare(stolen, 0)} of the processor time away.`);
  return notes;
}
