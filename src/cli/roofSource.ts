import { measuredSource } from '../analysis/roofline/measuredSource';
import { targetRoofs } from '../analysis/roofline/targets/targetRoofs';
import { findTarget, TARGETS } from '../analysis/roofline/targets/targetTable';
import type { Environment } from '../shared/report/latency';
import type { RoofSource } from '../shared/report/machine';
import { chooseThreads } from '../worker/environment';
import { MachineCache } from '../worker/machineProbe/machineCache';
import { usageError, type ParsedOptions } from './options';

/** The roofs of the target that the command line names, else of this machine where it was measured; `undefined` otherwise. Throws `usage`. */
export function chosenRoofs(options: ParsedOptions): RoofSource | undefined {
  const name = options.text('target');
  if (name === undefined) return roofsHere(chooseThreads(undefined));
  const target = findTarget(name);
  if (target === undefined) throw usageError(`There is no target “${name}”. There are: ${TARGETS.map(({ id }) => id).join(', ')}`);
  return targetRoofs(target);
}

/** The roofs that a profile's kernels are held against: of this machine, measured with the same runtime and threads. */
export function roofsOfProfile({ threads, onnxruntime }: Environment): RoofSource | undefined {
  return roofsHere(threads, onnxruntime);
}

/** Measuring for some threads also measures for one. */
function roofsHere(threads: number, onnxruntime?: string): RoofSource | undefined {
  const cache = new MachineCache();
  const machine = cache.read(threads, onnxruntime) ?? (threads === 1 ? cache.read(chooseThreads(undefined), onnxruntime) : undefined);
  return machine === undefined ? undefined : measuredSource(machine, threads);
}
