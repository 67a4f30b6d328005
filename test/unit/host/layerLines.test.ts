import { describe, expect, it } from 'vitest';
import { layerActions, lensLines } from '../../../src/host/lenses/layerLines';
import { shortened } from '../../../src/shared/base/shortened';
import type { Suggestion } from '../../../src/shared/report/suggestion';
import type { ListedVariant } from '../../../src/shared/report/variant';
import { sampleOptimizeResult } from '../../engine/sampleOptimizeResult';
import { SMALL_TEXT, smallState } from './modelState';

const ONE_PERCENT = 0.01;

function suggestion(pass: string, layers: readonly number[]): Suggestion {
  return { rule: pass, title: pass, layers, pass, parameters: {}, promise: 'lossy', gain: undefined, why: '', details: '' };
}

function texts(state = smallState(), threshold = ONE_PERCENT): Readonly<Record<number, string>> {
  const lines = lensLines(state, SMALL_TEXT, threshold);
  return Object.fromEntries(
    lines.map(({ line, parts }) => [line, parts.map(({ text }) => text.replaceAll(/[\u202f\u2009]/g, ' ')).join(' | ')]),
  );
}

describe('lenses', () => {
  it('say what is known before a run', () => {
    expect(texts(smallState({ profile: undefined }))).toEqual({ 0: 'Profile | 25.5 M parameters | 4.09 G MACs' });
  });

  it('never show a time that was taken with other shapes', () => {
    expect(texts(smallState({ profileIsStale: true }))).toEqual({ 0: 'Profile | 25.5 M parameters | 4.09 G MACs' });
  });

  it('give the interval in the unit of the time', () => {
    const { profile } = smallState();
    if (profile === undefined) throw new Error('The state has a profile.');
    const latency = { ...profile.latency, medianMs: 0.742, lowMs: 0.727, highMs: 0.761 };
    expect(texts(smallState({ profile: { ...profile, latency } }))[0]).toMatch(/^742 µs \(727 – 761\) \|/);
  });

  it('show model, groups and layers at or above the threshold', () => {
    expect(texts()).toEqual({
      0: '2.00 ms (1.80 – 2.20) | CPU, 2 threads | Optimize…',
      3: 'stage1/0 | 9.95 ms | 99 % of time',
      4: '7.00 ms (70.0 %, 1st of 3) | with Relu',
      6: '2.95 ms (29.5 %, 2nd of 3)',
    });
    expect(Object.keys(texts(smallState(), 0))).toEqual(['0', '3', '4', '6', '8', '9']);
  });

  it('have room for the beginning and the end of a long path', () => {
    const path = `encoder/${'deep/'.repeat(20)}attention`;
    const groups = SMALL_TEXT.groups.map(group => ({ ...group, path }));
    const line = lensLines(smallState(), { ...SMALL_TEXT, groups }, ONE_PERCENT).find(({ line }) => line === 3);
    expect(line?.parts[0]?.text).toBe('encoder/deep/dee…/deep/attention');
    expect(line?.parts.map(({ text }) => text).join(' | ').length).toBeLessThanOrEqual(60);
    expect(shortened('net.onnx', 8)).toBe('net.onnx');
  });

  it('tell the time of a layer in the variant that was chosen, where it is known', () => {
    const variant = { name: 'int8', floorMs: 0.02, nodeMs: Float64Array.of(1.5, 0.25, Number.NaN, Number.NaN) };
    const parts = lensLines(smallState(), SMALL_TEXT, ONE_PERCENT, variant).find(({ node }) => node === 0)?.parts;
    expect(parts?.at(-1)?.text.replaceAll('\u202f', ' ')).toBe('int8: 1.75 ms');
    expect(lensLines(smallState(), SMALL_TEXT, ONE_PERCENT, variant).find(({ node }) => node === 2)?.parts).toHaveLength(1);
  });

  it('offer for a layer what the suggestions offer for it', () => {
    const offered = [suggestion('quantize-static', [0]), suggestion('prune-channels', [2])];
    const state = smallState({ suggestions: { offered, advice: [], declined: [], checks: 2 } });
    expect(layerActions(state, [0, 1])).toEqual(['quantize']);
    expect(texts(state)).toMatchObject({
      4: '7.00 ms (70.0 %, 1st of 3) | with Relu | Quantize',
      6: '2.95 ms (29.5 %, 2nd of 3) | Prune…',
    });
  });

  it('count variants', () => {
    const variant: ListedVariant = {
      id: 0,
      path: '/net.int8.onnx',
      name: 'int8',
      parent: '/net.onnx',
      bytes: 1,
      state: 'kept',
      result: sampleOptimizeResult('/net.onnx', '/net.int8.onnx'),
    };
    expect(texts(smallState({ variants: [variant] }))[0]).toMatch(/\| Optimize… \| Compare 1 Variant$/);
    expect(texts(smallState({ variants: [variant, variant] }))[0]).toMatch(/\| Compare 2 Variants$/);
  });

  it('stay within five parts and sixty characters', () => {
    const offered = [suggestion('quantize-static', [0]), suggestion('prune-channels', [0])];
    for (const { parts } of lensLines(smallState({ suggestions: { offered, advice: [], declined: [], checks: 2 } }), SMALL_TEXT, 0)) {
      expect(parts.length).toBeLessThanOrEqual(5);
      expect(parts.map(({ text }) => text).join(' | ').length).toBeLessThanOrEqual(60);
    }
  });
});
