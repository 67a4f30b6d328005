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
    const stack: number[] = [];
    for (; next < trace.kernel.length && trace.startUs[next]! <= end; next++) push(stack, trace, next);
    runs.push({
      runUs: trace.runDurationUs[run]!,
      kernels: stack.map(event => trace.kernel[event]!),
      durationsUs: stack.map(event => trace.durationUs[event]!),
      waitsUs: stack.map(event => trace.waitUs[event]!),
    });
  }
  return runs;
}

function push(stack: number[], trace: KernelTrace, event: number): void {
  if (CONTAINERS.has(trace.kernels[trace.kernel[event]!]?.op ?? '')) {
    const start = trace.startUs[event]!;
    while (stack.length > 0 && trace.startUs[stack[stack.length - 1]!]! >= start) stack.pop();
  }
  stack.push(event);
}
