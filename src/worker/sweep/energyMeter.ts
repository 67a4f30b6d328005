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
  /** What was used so far, in microjoules; `undefined` once it could not be told. */
  private usedUj: number | undefined = 0;

  constructor(private readonly read: ReadSystemFile = readSystemFile) {}

  /** Runs `work`, whose energy counts; any number of times. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    const before = this.counter();
    try {
      return await work();
    } finally {
      this.add(before, this.counter());
    }
  }

  /**
   * Energy of one sample. From the counter: what the whole package used while it counted, over the samples run meanwhile. Otherwise an estimate: CPU time
   * of a sample times the watts that a core of this architecture may take. Always a range.
   */
  perSample(samples: number, cpuMsPerSample: number): SweepMeasurement['energyJoules'] {
    if (this.usedUj !== undefined) {
      const joules = (this.usedUj * MICRO) / samples;
      return { low: joules, high: joules, basis: 'measured', from: 'the package’s RAPL counter, idle power included' };
    }
    const { low, high } = WATTS_PER_CORE[process.arch] ?? WATTS_ELSEWHERE;
    const seconds = cpuMsPerSample / 1000;
    const from = `CPU time × ${String(low)}–${String(high)} W per core; no energy counter can be read here`;
    return { low: seconds * low, high: seconds * high, basis: 'estimated', from };
  }

  private add(before: number | undefined, after: number | undefined): void {
    if (this.usedUj === undefined || before === undefined || after === undefined) {
      this.usedUj = undefined;
      return;
    }
    // The counter starts again at its range.
    const range = Number(this.read(`${PACKAGE}/max_energy_range_uj`) ?? Number.NaN);
    const used = this.usedUj + (after >= before ? after - before : after - before + range);
    this.usedUj = Number.isFinite(used) ? used : undefined;
  }

  private counter(): number | undefined {
    const text = this.read(`${PACKAGE}/energy_uj`);
    return text === undefined || text === '' ? undefined : Number(text);
  }
}
