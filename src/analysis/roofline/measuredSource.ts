import type { MachineReport, RoofSource } from '../../shared/report/machine';

/**
 * Eleven networks were predicted and measured in the same minute on a shared machine: reliable measurements took 0.83 to 1.16 times the prediction, those that
 * others disturbed up to twice as long, since the probe's short bursts are disturbed less (test/bench/roofline.bench.ts prints this for the machine at hand).
 */
export const UNCERTAINTY = { low: 0.75, high: 2 } as const;

/** The roofs of a measured machine for a number of threads; `undefined` when they were not measured. */
export function measuredSource(machine: MachineReport, threads: number): RoofSource | undefined {
  const roofs = machine.roofs.find(candidate => candidate.threads === threads);
  if (roofs === undefined) return undefined;
  const from = `measured on ${machine.cpu} with onnxruntime ${machine.onnxruntime}, ${machine.measuredAt.slice(0, 10)}`;
  return { name: 'this machine', from, basis: 'measured', roofs, uncertainty: UNCERTAINTY };
}
