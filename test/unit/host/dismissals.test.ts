import type { Memento } from 'vscode';
import { describe, expect, it } from 'vitest';
import { Dismissals } from '../../../src/host/documents/dismissals';
import type { SuggestionReport } from '../../../src/shared/report/suggestion';

const PARTS = { layers: [], parameters: {}, promise: 'exact', gain: undefined, why: '', details: '' } as const;
const REPORT: SuggestionReport = {
  offered: [
    { rule: 'clean', title: 'Clean up', pass: 'clean', ...PARTS },
    { rule: 'float16', title: 'Store weights as FP16', pass: 'float16', ...PARTS },
  ],
  advice: [],
  declined: [{ rule: 'prune-channels', title: 'Prune', why: 'No channels.' }],
  checks: 3,
};

function memory(): Memento {
  const values = new Map<string, unknown>();
  return {
    keys: () => [...values.keys()],
    get: (key: string) => values.get(key) as undefined,
    update: (key, value) => {
      values.set(key, value);
      return Promise.resolve();
    },
  };
}

describe('dismissals', () => {
  it('a suggestion that was dismissed stands among what was checked, with the reason, in later windows too, until it is wanted again', async () => {
    const kept = memory();
    let changes = 0;
    const count = (): Promise<void> => {
      changes++;
      return Promise.resolve();
    };
    const open = () => new Dismissals(kept, 'dismissed:a', count);
    await open().add('float16', 'It was tried elsewhere');
    const report = open().applyTo(REPORT);
    expect(report.offered.map(({ rule }) => rule)).toEqual(['clean']);
    expect(report.declined).toEqual([
      { rule: 'float16', title: 'Store weights as FP16', why: 'It was tried elsewhere', isDismissed: true },
      REPORT.declined[0],
    ]);
    await open().remove('float16');
    expect(open().applyTo(REPORT)).toEqual(REPORT);
    expect(changes).toBe(2);
  });

  it('belongs to one model', async () => {
    const kept = memory();
    await new Dismissals(kept, 'dismissed:a', () => Promise.resolve()).add('clean', 'Not now');
    expect(new Dismissals(kept, 'dismissed:b', () => Promise.resolve()).applyTo(REPORT)).toEqual(REPORT);
  });
});
