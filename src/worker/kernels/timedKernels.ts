import type { TracedNode } from './alignKernels';
import { nestKernels, type NestingTask } from './nestKernels';
import type { TimedKernel } from './scaleKernels';
import { countEvents } from './topLevelEvents';

/** The kernels of the main graph with what they stand for and what ran in their bodies; what recording the latter took is taken off. */
export function timedKernels(task: NestingTask, traced: readonly TracedNode[]): readonly TimedKernel[] {
  const nest = nestKernels(task);
  return traced.map(({ kernel, node, durationsUs, waitsUs, inside }) => {
    const { kernels, executions } = nest(
      node,
      inside.map(events => [events]),
    );
    const netUs = durationsUs.map((us, run) => Math.max(0, us - countEvents(inside[run] ?? []) * task.eventUs));
    return { kernel, origin: task.originOf(node), durationsUs: netUs, waitsUs, bodies: executions, inside: kernels };
  });
}
