import type { MemoryPlan } from '../../shared/report/analysis';
import { known } from '../known';
import { planArena } from './planArena';
import type { Buffer, SharedBuffers } from './sharedBuffers';

/** What the runtime's arena takes for activations, and the least that any plan takes which shares memory as the runtime does. `workspaces`: of the kernels themselves. */
export function memoryPlan(
  { buffers, needed }: SharedBuffers,
  workspaces: readonly Buffer[],
): Pick<MemoryPlan, 'plannedPeakBytes' | 'lowerBoundBytes'> {
  return {
    plannedPeakBytes: known(planArena([...buffers, ...workspaces])),
    lowerBoundBytes: known(mostAtOnce([...needed, ...workspaces])),
  };
}

/** Largest sum of the buffers that are needed at the same step; NaN when a size is not known. */
function mostAtOnce(buffers: readonly Buffer[]): number {
  const steps = buffers.reduce((last, buffer) => Math.max(last, buffer.last), -1) + 2;
  const changes = new Float64Array(steps);
  for (const { bytes, first, last } of buffers) {
    changes[first] = (changes[first] ?? 0) + bytes;
    changes[last + 1] = (changes[last + 1] ?? 0) - bytes;
  }
  let [sum, most] = [0, 0];
  for (const change of changes) most = Math.max(most, (sum += change));
  return most;
}
