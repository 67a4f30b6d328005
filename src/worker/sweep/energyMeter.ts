import type { SweepMeasurement } from '../../shared/report/sweep';
import { readSystemFile, type ReadSystemFile } from '../machineProbe/systemFacts';

const PACKAGE = '/sys/class/powercap/intel-rapl:0';
const MICRO = 1e-6;

/** Watts of one busy core with its share of the package: from a laptop's to a desktop's on x64 (15 W over 8, 125 W over 8), from a board's to a laptop's on Arm. */
const WATTS_PER_CORE: Readonly<Record<string, { readonly low: number; readonly high: number }>> = {
  x64: { low: 2, high: 15 },
  arm64: { low: 0.5, high: 5 },
};
const WATTS_ELSEWHERE = { low: 0.5, high: 15 } as const;

/** Reads the package's energy counter (RAPL); most systems let nobody but root do so, and virtual machines have none. */
export class EnergyMeter {
  private readonly startedUj: number | undefined;

  constructor(private readonly read: ReadSystemFile = readSystemFile) {
    this.startedUj = this.counter();
  }

  /**
   * Energy of one sample. From the counter: of the whole package since this meter was made, over the samples run since then. Otherwise an estimate: CPU time
   * of a sample times the watts that a core of this architecture may take. Always a range.
   */
  perSample(samples: number, cpuMsPerSample: number): SweepMeasurement['energyJoules'] {
    const joules = this.joules();
    if (joules !== undefined)
      return { low: joules / samples, high: joules / samples, basis: 'measured', from: 'the package’s RAPL counter, idle power included' };
    const { low, high } = WATTS_PER_CORE[process.arch] ?? WATTS_ELSEWHERE;
    const seconds = cpuMsPerSample / 1000;
    const from = `CPU time × ${String(low)}–${String(high)} W per core; no energy counter can be read here`;
    return { low: seconds * low, high: seconds * high, basis: 'estimated', from };
  }

  private joules(): number | undefined {
    const now = this.counter();
    if (this.startedUj === undefined || now === undefined) return undefined;
    const range = Number(this.read(`${PACKAGE}/max_energy_range_uj`) ?? Number.NaN);
    // The counter starts again at its range.
    const microjoules = now >= this.startedUj ? now - this.startedUj : now - this.startedUj + range;
    return Number.isFinite(microjoules) ? microjoules * MICRO : undefined;
  }

  private counter(): number | undefined {
    const text = this.read(`${PACKAGE}/energy_uj`);
    return text === undefined || text === '' ? undefined : Number(text);
  }
}
