import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeSamples } from '../../../../src/optimize/quantize/judgeSamples';

const judgement = (samples: number, agreeing: number, lost = 0, won = 0) => ({
  ...{ samples, agreeing, sqnrDb: 30 },
  labelled: { samples, lost, won },
});

describe('a budget', () => {
  it('is met only when the bound meets it', () => {
    const agreement = { kind: 'min-agreement', limit: 0.99 } as const;
    expect(judgeSamples(agreement, judgement(299, 299))?.state).toBe('meets');
    const few = judgeSamples(agreement, judgement(40, 40));
    expect(few).toMatchObject({ state: 'not certain', value: 1, samples: 40, furtherSamples: 260 });
    expect(judgeSamples(agreement, judgement(1000, 960))?.state).toBe('below');
    expect(judgeSamples({ kind: 'max-drop', limit: 0.005 }, judgement(1000, 999, 1, 0))?.state).toBe('meets');
    expect(judgeSamples({ kind: 'max-drop', limit: 0.005 }, judgement(1000, 990, 5, 3))?.state).toBe('not certain');
    expect(judgeSamples({ kind: 'max-drop', limit: 0.005 }, judgement(1000, 960, 30, 5))?.state).toBe('below');
  });

  it('cannot be judged for a drop without labels, nor without samples', () => {
    expect(judgeSamples({ kind: 'max-drop', limit: 0.01 }, { samples: 100, agreeing: 100, sqnrDb: 30 })).toBeUndefined();
    expect(judgeSamples({ kind: 'min-agreement', limit: 0.9 }, judgement(0, 0))).toMatchObject({ state: 'not certain', samples: 0 });
  });

  it('is decided by as many further samples as it says, if they say the same', () => {
    const shares = fc.record({
      samples: fc.integer({ min: 20, max: 2000 }),
      lost: fc.nat(10),
      won: fc.nat(10),
      limit: fc.double({ min: 0.001, max: 0.2, noNaN: true }),
    });
    fc.assert(
      fc.property(shares, ({ samples, lost, won, limit }) => {
        const budget = { kind: 'max-drop', limit } as const;
        const outcome = judgeSamples(budget, judgement(samples, samples - lost - won, lost, won));
        if (outcome?.furtherSamples === undefined) return;
        const factor = (samples + outcome.furtherSamples) / samples;
        const more = judgement(samples * factor, (samples - lost - won) * factor, lost * factor, won * factor);
        expect(judgeSamples(budget, more)?.state).not.toBe('not certain');
      }),
    );
  });
});
