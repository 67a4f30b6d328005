import { targetRoofs } from '../analysis/roofline/targets/targetRoofs';
import { findTarget, TARGETS } from '../analysis/roofline/targets/targetTable';
import type { Environment } from '../shared/report/latency';
import type { RoofSource } from '../shared/report/machine';
import { knownRoofs } from '../worker/machineProbe/knownRoofs';
import { usageError, type ParsedOptions } from './options';

/** The roofs of the target that the command line names, else of this machine where it was measured; `undefined` otherwise. Throws `usage`. */
export function chosenRoofs(options: ParsedOptions): RoofSource | undefined {
  const name = options.text('target');
  if (name === undefined) return knownRoofs(undefined);
  const target = findTarget(name);
  if (target === undefined) throw usageError(`There is no target “${name}”. There are: ${TARGETS.map(({ id }) => id).join(', ')}`);
  return targetRoofs(target);
}

/** The roofs that a profile's kernels are held against: of this machine, measured with the same runtime and threads. */
export function roofsOfProfile({ threads, onnxruntime }: Environment): RoofSource | undefined {
  return knownRoofs(threads, onnxruntime);
}
