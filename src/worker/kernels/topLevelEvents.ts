import type { KernelTrace } from '../../shared/protocol/workerRunner';

/** Operators whose event contains the events of the graphs that they run. */
const CONTAINERS = new Set(['If', 'Loop', 'Scan', 'SequenceMap', 'BeamSearch', 'GreedySearch', 'Sampling', 'WhisperBeamSearch']);

/** The kernels of the main graph in one run: index into the trace's kernels, and duration with everything inside. */
export interface RunEvents {
  /** Duration of the whole run. */
  readonly runUs: number;
  readonly kernels: readonly number[];
  readonly durationsUs: readonly number[];
  /** How long each kernel's own thread waited for the others; of a kernel with bodies what its own event says. */
  readonly waitsUs: readonly number[];
  /** What ran directly in the bodies of each kernel, in the order of execution; empty for kernels without bodies. */
  readonly inside: readonly (readonly TracedEvent[])[];
}

/** An event (position in the trace) with those of the graphs that it ran. */
export interface TracedEvent {
  readonly event: number;
  readonly inside: readonly TracedEvent[];
}

/** What is left of a run when its kernels are taken off, in microseconds. */
export function gapOf({ runUs, durationsUs }: RunEvents): number {
  return runUs - durationsUs.reduce((sum, us) => sum + us, 0);
}

/** Events at any depth. */
export function countEvents(events: readonly TracedEvent[]): number {
  return events.reduce((count, { inside }) => count + 1 + countEvents(inside), 0);
}

/**
 * Splits a trace into runs and folds the events of bodies into the node that holds them: a body's events are written before its holder's event and start no
 * earlier than it.
 */
export function topLevelEvents(trace: KernelTrace): readonly RunEvents[] {
  const runs: RunEvents[] = [];
  let next = 0;
  for (let run = 0; run < trace.runStartUs.length; run++) {
    const end = trace.runStartUs[run]! + trace.runDurationUs[run]!;
    const stack: TracedEvent[] = [];
    for (; next < trace.kernel.length && trace.startUs[next]! <= end; next++) push(stack, trace, next);
    runs.push({
      runUs: trace.runDurationUs[run]!,
      kernels: stack.map(({ event }) => trace.kernel[event]!),
      durationsUs: stack.map(({ event }) => trace.durationUs[event]!),
      waitsUs: stack.map(({ event }) => trace.waitUs[event]!),
      inside: stack.map(({ inside }) => inside),
    });
  }
  return runs;
}

const NOTHING: readonly TracedEvent[] = [];

function push(stack: TracedEvent[], trace: KernelTrace, event: number): void {
  let inside = NOTHING;
  if (CONTAINERS.has(trace.kernels[trace.kernel[event]!]?.op ?? '')) {
    const start = trace.startUs[event]!;
    let first = stack.length;
    while (first > 0 && trace.startUs[stack[first - 1]!.event]! >= start) first--;
    inside = stack.splice(first);
  }
  stack.push({ event, inside });
}
