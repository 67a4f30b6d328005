import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lowerBinomialBound, upperBinomialBound } from '../../../../src/optimize/quantize/binomialBound';
import { lowerDropBound, upperDropBound } from '../../../../src/optimize/quantize/pairedDropBound';
import { seededRandom } from '../../../../src/shared/base/random';

const Z = 1.6448536269514722;

describe('exact bounds of a share', () => {
  it('are those of the tables', () => {
    expect(upperBinomialBound(0, 299)).toBeCloseTo(1 - 0.05 ** (1 / 299), 10);
    expect(upperBinomialBound(5, 100)).toBeCloseTo(0.1023, 4);
    expect(lowerBinomialBound(5, 100)).toBeCloseTo(0.01991, 4);
    expect(upperBinomialBound(7, 7)).toBe(1);
    expect(upperBinomialBound(0, 0)).toBe(1);
    expect(lowerBinomialBound(0, 10)).toBe(0);
  });

  it('enclose the observed share, and move in as samples are added', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), fc.double({ min: 0, max: 1, noNaN: true }), (trials, share) => {
        const events = Math.round(share * trials);
        const [low, high] = [lowerBinomialBound(events, trials), upperBinomialBound(events, trials)];
        expect(low).toBeLessThanOrEqual(events / trials + 1e-12);
        expect(high).toBeGreaterThanOrEqual(events / trials - 1e-12);
        expect(upperBinomialBound(4 * events, 4 * trials) - 1e-12).toBeLessThanOrEqual(high);
      }),
    );
  });
});

describe('bounds of a drop between paired answers', () => {
  it('is that of Wilson where nothing differs, and where all that differs was lost', () => {
    expect(upperDropBound({ lost: 0, won: 0, samples: 1000 })).toBeCloseTo(Z ** 2 / (1000 + Z ** 2), 10);
    const [lost, samples] = [4, 500];
    const share = lost / samples;
    const wilson =
      (share + Z ** 2 / (2 * samples) + Z * Math.sqrt((share * (1 - share)) / samples + Z ** 2 / (4 * samples ** 2))) /
      (1 + Z ** 2 / samples);
    expect(upperDropBound({ lost, won: 0, samples })).toBeCloseTo(wilson, 10);
  });

  it('enclose what was seen, and mirror each other', () => {
    const counts = fc.tuple(fc.nat(40), fc.nat(40), fc.integer({ min: 80, max: 4000 }));
    fc.assert(
      fc.property(counts, ([lost, won, samples]) => {
        const drop = (lost - won) / samples;
        const [low, high] = [lowerDropBound({ lost, won, samples }), upperDropBound({ lost, won, samples })];
        expect(high).toBeGreaterThan(drop);
        expect(low).toBeLessThan(drop);
        expect(upperDropBound({ lost: lost + 1, won, samples })).toBeGreaterThan(high);
        expect(-lowerDropBound({ lost: won, won: lost, samples })).toBeCloseTo(high, 10);
      }),
    );
  });

  it('hold as often as they say, also where few samples differ', () => {
    const random = seededRandom(7);
    for (const [lostShare, wonShare, samples] of [
      [0.005, 0.001, 400],
      [0.01, 0.01, 400],
      [0.03, 0.01, 200],
      [0.1, 0.05, 100],
    ] as const) {
      const draws = 1000;
      let held = 0;
      for (let draw = 0; draw < draws; draw++) {
        let [lost, won] = [0, 0];
        for (let sample = 0; sample < samples; sample++) {
          const value = random();
          if (value < lostShare) lost++;
          else if (value < lostShare + wonShare) won++;
        }
        if (upperDropBound({ lost, won, samples }) >= lostShare - wonShare) held++;
      }
      // Five standard errors below the nominal 95 %; the score bound is approximate.
      expect(held / draws).toBeGreaterThan(0.95 - 0.035);
    }
  });
});
