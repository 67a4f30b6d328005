import { describe, expect, it } from 'vitest';
import { EnergyMeter } from '../../../../src/worker/sweep/energyMeter';

const RAPL = '/sys/class/powercap/intel-rapl:0';

/** A counter that shows these values one after the other. */
function counter(...values: readonly number[]): (path: string) => string | undefined {
  let next = 0;
  return path => (path === `${RAPL}/energy_uj` ? String(values[next++]) : path === `${RAPL}/max_energy_range_uj` ? '100000000' : undefined);
}

describe('EnergyMeter', () => {
  it('divides what the counter rose by among the samples', () => {
    expect(new EnergyMeter(counter(1e6, 9e6)).perSample(4, 1)).toMatchObject({ low: 2, high: 2, basis: 'measured' });
  });

  it('sees the counter start again', () => {
    expect(new EnergyMeter(counter(99e6, 1e6)).perSample(2, 1)).toMatchObject({ low: 1, high: 1, basis: 'measured' });
  });

  it('estimates a range from CPU time where no counter can be read, and says so', () => {
    const energy = new EnergyMeter(() => undefined).perSample(10, 1000);
    expect(energy.basis).toBe('estimated');
    expect(energy.low).toBeGreaterThan(0);
    expect(energy.high).toBeGreaterThan(2 * energy.low);
    expect(energy.from).toMatch(/CPU time/);
  });
});
