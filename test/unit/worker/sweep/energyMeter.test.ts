import { describe, expect, it } from 'vitest';
import { EnergyMeter } from '../../../../src/worker/sweep/energyMeter';

const RAPL = '/sys/class/powercap/intel-rapl:0';

/** A counter that shows these values one after the other. */
function counter(...values: readonly number[]): (path: string) => string | undefined {
  let next = 0;
  return path => (path === `${RAPL}/energy_uj` ? String(values[next++]) : path === `${RAPL}/max_energy_range_uj` ? '100000000' : undefined);
}

/** Energy of a sample among `samples`, measured with this counter in so many stretches. */
async function energyOf(samples: number, read: (path: string) => string | undefined, stretches = 1) {
  const meter = new EnergyMeter(read);
  for (let stretch = 0; stretch < stretches; stretch++) await meter.during(() => Promise.resolve());
  return meter.perSample(samples, 1000);
}

describe('EnergyMeter', () => {
  it('divides what the counter rose by among the samples', async () => {
    expect(await energyOf(4, counter(1e6, 9e6))).toMatchObject({ low: 2, high: 2, basis: 'measured' });
  });

  it('leaves out what was used between two stretches', async () => {
    expect(await energyOf(2, counter(1e6, 2e6, 50e6, 51e6), 2)).toMatchObject({ low: 1, high: 1, basis: 'measured' });
  });

  it('sees the counter start again', async () => {
    expect(await energyOf(2, counter(99e6, 1e6))).toMatchObject({ low: 1, high: 1, basis: 'measured' });
  });

  it('estimates a range from CPU time where no counter can be read, and says so', async () => {
    const energy = await energyOf(10, () => undefined);
    expect(energy.basis).toBe('estimated');
    expect(energy.low).toBeGreaterThan(0);
    expect(energy.high).toBeGreaterThan(2 * energy.low);
    expect(energy.from).toMatch(/CPU time/);
  });
});
