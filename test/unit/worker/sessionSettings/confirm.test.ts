import { describe, expect, it } from 'vitest';
import type { Speedup, SpeedVerdict } from '../../../../src/shared/report/comparison';
import { confirm, type TriedSetting } from '../../../../src/worker/sessionSettings/searchSettings';
import { SESSION_SETTINGS } from '../../../../src/worker/sessionSettings/settingTable';

function speedup(median: number, verdict: SpeedVerdict = 'faster'): Speedup {
  const deltaMs = { median: -1, low: -2, high: -0.5 };
  return { median, low: median - 0.01, high: median + 0.01, verdict, cpuRatio: median, deltaMs, sessions: 8 };
}

function tried(medians: Readonly<Record<string, number>>): readonly TriedSetting[] {
  return SESSION_SETTINGS.filter(({ id }) => id in medians).map(setting => {
    const median = medians[setting.id] ?? 1;
    return { setting, speedup: speedup(median, median > 1.02 ? 'faster' : 'no measurable difference') };
  });
}

/** Ids of what is chosen, and of what was compared again; the second comparison finds those faster that `isFaster` names. */
async function chosenOf(medians: Readonly<Record<string, number>>, isFaster: (ids: string) => boolean) {
  const compared: string[] = [];
  const { chosen } = await confirm(tried(medians), settings => {
    const ids = settings.map(({ id }) => id).join();
    compared.push(ids);
    return Promise.resolve(isFaster(ids) ? speedup(1.2) : speedup(1, 'no measurable difference'));
  });
  return { chosen: chosen.map(({ id }) => id).join(), compared };
}

describe('confirm', () => {
  it('recommends together what is faster together, the graph level that is faster only', async () => {
    const medians = { 'no-arena': 1.1, 'graph-extended': 1.05, 'graph-basic': 1.2, parallel: 1 };
    expect(await chosenOf(medians, () => true)).toEqual({ chosen: 'graph-basic,no-arena', compared: ['graph-basic,no-arena'] });
  });

  it('falls back to the fastest where they are not faster together', async () => {
    const medians = { 'no-arena': 1.1, 'no-spinning': 1.3 };
    expect(await chosenOf(medians, ids => ids === 'no-spinning')).toEqual({
      chosen: 'no-spinning',
      compared: ['no-spinning,no-arena', 'no-spinning'],
    });
  });

  it('recommends nothing that was faster once only, and compares nothing again where nothing was', async () => {
    expect(await chosenOf({ 'no-arena': 1.1 }, () => false)).toEqual({ chosen: '', compared: ['no-arena'] });
    expect(await chosenOf({ 'no-arena': 1 }, () => true)).toEqual({ chosen: '', compared: [] });
  });
});
