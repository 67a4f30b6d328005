import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { actionSchema, setDimsSchema, sharedStateSchema } from '../../../src/host/pages/pageMessages';

const isAction = (value: unknown) => v.safeParse(actionSchema, value).success;

describe('messages of a page', () => {
  it.each([
    { kind: 'profile' },
    { kind: 'applySuggestion', rule: 'quantize-static' },
    { kind: 'discardVariant', id: 2 },
    { kind: 'openOptimize' },
    { kind: 'openOptimize', pass: 'quantize-static', layers: [1, 2] },
    {
      kind: 'optimize',
      passes: [{ id: 'prune-channels', parameters: { 'max-drop': 0.5 }, only: [3] }],
      budgets: { drop: 0.01, agreement: 0.98 },
    },
    { kind: 'tryPasses', passes: [{ id: 'fix-shapes', parameters: { Sequence_Length: 128 } }] },
    { kind: 'showInEditor', node: 7 },
    { kind: 'timeLayer', node: 7 },
    { kind: 'extractLayers', nodes: [7, 8] },
  ])('are understood: %j', action => {
    expect(isAction(action)).toBe(true);
  });

  it.each([
    undefined,
    'profile',
    { kind: 'run', command: 'workbench.action.terminal.new' },
    { kind: 'openVariant', id: -1 },
    { kind: 'openVariant', id: 0.5 },
    { kind: 'openVariant', id: '../../etc/passwd' },
    { kind: 'applySuggestion', rule: '../clean' },
    { kind: 'optimize', passes: [], budgets: { drop: 0, agreement: 1 } },
    { kind: 'optimize', passes: [{ id: 'clean', parameters: {} }] },
    { kind: 'optimize', passes: [{ id: 'clean', parameters: {} }], budgets: { drop: 0.01, agreement: 98 } },
    { kind: 'tryPasses', passes: [{ id: '../clean', parameters: {} }] },
    { kind: 'tryPasses', passes: [{ id: 'clean', parameters: { output: { path: '/' } } }] },
    { kind: 'showInEditor', node: NaN },
    { kind: 'timeLayer', node: 'conv' },
    { kind: 'extractLayers', nodes: [] },
  ])('are dropped: %j', action => {
    expect(isAction(action)).toBe(false);
  });

  it('carry nothing along that is not theirs', () => {
    const parsed = v.parse(actionSchema, { kind: 'profile', path: '/etc/passwd' });
    expect(parsed).toEqual({ kind: 'profile' });
    const dims = v.parse(setDimsSchema, { dims: JSON.parse('{"__proto__": 3, "batch": 2}') as unknown });
    expect(Object.entries(dims.dims)).toEqual([['batch', 2]]);
  });

  it('never make the check throw', () => {
    fc.assert(
      fc.property(fc.anything(), value => {
        v.safeParse(actionSchema, value);
        v.safeParse(sharedStateSchema, value);
      }),
    );
  });
});
