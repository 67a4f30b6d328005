import { measuredSource } from '../../analysis/roofline/measuredSource';
import type { RoofSource } from '../../shared/report/machine';
import { chooseThreads } from '../environment';
import { MachineCache } from './machineCache';

/**
 * The roofs of this machine with these threads (`undefined`: one per physical core) and, where it is given, this runtime, as they were measured last;
 * `undefined` when they were not. Measures nothing.
 */
export function knownRoofs(asked: number | undefined, onnxruntime?: string, cache = new MachineCache()): RoofSource | undefined {
  const threads = chooseThreads(asked);
  // Measuring for some threads also measures for one.
  const machine = cache.read(threads, onnxruntime) ?? (threads === 1 ? cache.read(chooseThreads(undefined), onnxruntime) : undefined);
  return machine === undefined ? undefined : measuredSource(machine, threads);
}
