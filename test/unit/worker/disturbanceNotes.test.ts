import { describe, expect, it } from 'vitest';
import { disturbanceNotes, type MachineChange } from '../../../src/worker/disturbanceNotes';

const QUIET: MachineChange = { elapsedMs: 5000, clockJumpMs: 2, otherCpuMs: 200, stealMs: 0, throttled: 0, threads: 2, cores: 2 };

describe('disturbanceNotes', () => {
  it('has nothing to say of a quiet machine', () => {
    expect(disturbanceNotes(QUIET)).toEqual([]);
  });

  it.each([
    ['slept', { clockJumpMs: 60_000 }],
    ['time was set', { clockJumpMs: -3_600_000 }],
    ['too hot', { throttled: 1 }],
    ['Other programs used 1.0 of 2 cores', { otherCpuMs: 5000 }],
    ['The host', { stealMs: 1000 }],
  ])('says “%s”', (words, change) => {
    expect(disturbanceNotes({ ...QUIET, ...change }).join(' ')).toContain(words);
  });

  it('lets others have the cores that are not measured', () => {
    expect(disturbanceNotes({ ...QUIET, otherCpuMs: 4000, threads: 1 })).toEqual([]);
  });

  it('does not trust coarse counters over a short time', () => {
    expect(disturbanceNotes({ ...QUIET, elapsedMs: 100, otherCpuMs: 100, stealMs: 50 })).toEqual([]);
  });
});
