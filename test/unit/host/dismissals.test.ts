import type { Memento } from 'vscode';
import { describe, expect, it } from 'vitest';
import { Dismissals } from '../../../src/host/documents/dismissals';

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
  it('are known by rule, with the reason, in later windows too, until the suggestion is wanted again', async () => {
    const kept = memory();
    let changes = 0;
    const open = () =>
      new Dismissals(kept, 'dismissed:a', () => {
        changes++;
      });
    await open().add(['float16'], 'tried');
    await open().add(['decomposed-gelu', 'decomposed-layer-norm'], 'later');
    expect(open().all).toEqual([
      { rule: 'float16', reason: 'tried' },
      { rule: 'decomposed-gelu', reason: 'later' },
      { rule: 'decomposed-layer-norm', reason: 'later' },
    ]);
    await open().remove(['decomposed-gelu', 'decomposed-layer-norm']);
    expect(open().all).toEqual([{ rule: 'float16', reason: 'tried' }]);
    expect(changes).toBe(3);
  });

  it('belong to one model, and reasons that are not known count for nothing', async () => {
    const kept = memory();
    const open = (key: string) => new Dismissals(kept, key, () => undefined);
    await open('dismissed:a').add(['clean'], 'later');
    expect(open('dismissed:b').all).toEqual([]);
    await kept.update('dismissed:b', { clean: 'Nicht jetzt' });
    expect(open('dismissed:b').all).toEqual([]);
  });
});
