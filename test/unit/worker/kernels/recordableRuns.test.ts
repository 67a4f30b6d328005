import { describe, expect, it } from 'vitest';
import { rigorOf } from '../../../../src/worker/rigor';
import { MOST_EVENTS, recordableRuns } from '../../../../src/worker/kernels/recordableRuns';

const strict = rigorOf('strict');

describe('recordableRuns', () => {
  it('goes by time, within the bounds of the rigor', () => {
    expect(recordableRuns(100, 50, strict)).toBe(strict.profileMs / 50);
    expect(recordableRuns(100, 0.1, strict)).toBe(strict.mostProfiledRuns);
    expect(recordableRuns(100, 60_000, strict)).toBe(strict.fewestProfiledRuns);
  });

  it.each([6000, 100_000, 300_000, 440_000, 600_000, 2_000_000, Infinity])(
    'never records more than the limit, with %d events per run',
    events => {
      const runs = recordableRuns(events, 1, strict);
      expect(runs).toBeGreaterThanOrEqual(0);
      if (runs > 0) expect((runs + 1) * events).toBeLessThanOrEqual(MOST_EVENTS);
    },
  );
});
