import { describe, expect, it } from 'vitest';
import { LayerwiseError } from '../../../src/shared/report/layerwiseError';
import { chooseThreads } from '../../../src/worker/environment';

describe('threads', () => {
  it('are one per core unless told', () => {
    expect(chooseThreads(undefined)).toBeGreaterThanOrEqual(1);
    expect(chooseThreads(3)).toBe(3);
  });

  it('are refused where they would only wait for each other', () => {
    const outcome = (): number => chooseThreads(100_000);
    expect(outcome).toThrow(LayerwiseError);
    expect(outcome).toThrow(/^100000 threads are too many for \d+ processors?\. Use at most \d+\.$/);
  });
});
