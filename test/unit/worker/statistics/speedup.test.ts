import { describe, expect, it } from 'vitest';
import type { SpeedVerdict } from '../../../../src/shared/report/comparison';
import { estimateRound, speedupOfRounds } from '../../../../src/worker/statistics/speedup';
import { noisyRounds, type Noise, type NoisyModels } from '../../../fixtures/noisyRounds';

const CALM: Noise = { jitter: 0.02, placement: 0.003 };
const NORMAL = { rounds: 8, blocks: 16 };
const COMPARISONS = 12;

const MACHINES: readonly (readonly [string, Noise])[] = [
  ['calm', CALM],
  ['with other programs', { jitter: 0.05, placement: 0.01, bursts: { chance: 0.01, runs: 60, cost: 3 } }],
  ['that gets hot', { jitter: 0.03, placement: 0.01, drift: 0.3 }],
  ['with two speeds', { jitter: 0.03, placement: 0.01, modes: { chance: 0.02, cost: 0.5 } }],
  ['where sessions differ', { jitter: 0.05, placement: 0.05 }],
];

function compare(models: Partial<NoisyModels>) {
  const rounds = noisyRounds({ baseMs: 10, variantMs: 10, noise: CALM, ...NORMAL, seed: 1, ...models });
  return speedupOfRounds(
    rounds.map(round => estimateRound(round, 0, 1)),
    1,
  );
}

function verdicts(models: Partial<NoisyModels>): Readonly<Record<SpeedVerdict, number>> {
  const counts = { faster: 0, slower: 0, 'no measurable difference': 0, 'too noisy': 0 };
  for (let seed = 0; seed < COMPARISONS; seed++) counts[compare({ ...models, seed: 1000 + seed }).verdict]++;
  return counts;
}

/** As Windows counts them: how often a clock of 15.6 ms ticks during each run. */
function inTicks(cpuMs: ArrayLike<number>): readonly number[] {
  let elapsed = 0;
  return Array.from(cpuMs, ms => {
    const before = Math.floor(elapsed / 15.625);
    elapsed += ms;
    return 15.625 * (Math.floor(elapsed / 15.625) - before);
  });
}

describe('speedupOfRounds', () => {
  it('finds a factor of two', () => {
    const speedup = compare({ variantMs: 5 });
    expect(speedup.verdict).toBe('faster');
    expect(speedup.low).toBeLessThanOrEqual(speedup.median);
    expect(speedup.high).toBeGreaterThanOrEqual(speedup.median);
    expect(speedup.median).toBeCloseTo(2, 1);
    expect(speedup.deltaMs.median).toBeCloseTo(-5, 0);
    expect(speedup.cpuRatio).toBeCloseTo(2, 1);
    expect(speedup.sessions).toBe(8);
  });

  it('goes by the mean where the clock of CPU time is too coarse for single runs', () => {
    const rounds = noisyRounds({ baseMs: 10, variantMs: 8, noise: CALM, ...NORMAL, seed: 1 });
    const speedup = speedupOfRounds(
      rounds.map(round => estimateRound({ ...round, cpuMs: inTicks(round.cpuMs) }, 0, 1)),
      1,
    );
    expect(speedup.verdict).toBe('faster');
    expect(speedup.cpuRatio).toBeCloseTo(1.25, 1);
  });

  it('is the same for the same seed', () => {
    expect(compare({ seed: 7 })).toEqual(compare({ seed: 7 }));
  });

  it('trusts one pair of sessions less than many', () => {
    const width = (rounds: number): number => {
      const { low, high } = compare({ rounds });
      return high - low;
    };
    expect(width(1)).toBeGreaterThan(2 * width(8));
  });

  it.each(MACHINES)('calls identical models the same on a machine %s', (_name, noise) => {
    const counts = verdicts({ noise });
    expect(counts.faster + counts.slower).toBe(0);
    expect(counts['too noisy']).toBeLessThanOrEqual(1);
  });

  it.each(MACHINES.slice(0, 4))('sees five percent more work on a machine %s', (_name, noise) => {
    expect(verdicts({ noise, variantMs: 10.5 }).slower).toBeGreaterThanOrEqual(0.8 * COMPARISONS);
  });

  it.each(MACHINES)('never calls identical models different when strict, on a machine %s', (_name, noise) => {
    const counts = verdicts({ noise, rounds: 14 });
    expect(counts.faster + counts.slower).toBe(0);
  });

  it('goes by CPU time with one thread where every run was disturbed', () => {
    const [calm] = noisyRounds({ baseMs: 10, variantMs: 5, noise: CALM, rounds: 1, blocks: 16, seed: 1 });
    if (calm === undefined) throw new Error('There is a round.');
    // The second run of every block waits ten times as long as it computes.
    const waits = Array.from(calm.wallMs, (ms, run) => (run % 4 === 1 ? 11 * ms : ms));
    const disturbed = { ...calm, wallMs: waits, preemptions: waits.map(() => 1) };
    expect(Math.exp(estimateRound(disturbed, 0, 1).wall.value)).toBeCloseTo(2, 1);
    expect(estimateRound(disturbed, 0, 1).baseMs).toBeCloseTo(10, 0);
    expect(Math.exp(estimateRound(disturbed, 0, 2).wall.value)).toBeLessThan(1.5);
    expect(estimateRound(calm, 0, 1)).toEqual(estimateRound(calm, 0, 2));
  });
});
