import { describe, expect, it } from 'vitest';
import { syntheticInputs } from '../../../src/data/syntheticInputs';
import type { ModelInput } from '../../../src/data/dataset';
import type { Dtype } from '../../../src/shared/graph/dtype';

const input = (name: string, dtype: Dtype): ModelInput => ({ name, dtype, shape: undefined });

function make(name: string, dtype: Dtype, dims: readonly number[], limit?: number) {
  const made = syntheticInputs([input(name, dtype)], new Map([[name, dims]]), 7, new Map(limit === undefined ? [] : [[name, limit]]));
  return { data: Array.from(made.feeds.get(name)?.data ?? [], Number), words: made.description[0], tensor: made.feeds.get(name) };
}

describe('syntheticInputs', () => {
  it('fills masks with ones and token types with zeros', () => {
    expect(make('attention_mask', 'int64', [1, 4]).data).toEqual([1, 1, 1, 1]);
    expect(make('token_type_ids', 'int64', [1, 3], 2).data).toEqual([0, 0, 0]);
    expect(make('position_ids', 'int64', [2, 3], 512).data).toEqual([0, 1, 2, 0, 1, 2]);
  });

  it('keeps ids inside the table that they index', () => {
    const { data, words } = make('input_ids', 'int64', [8, 64], 30);
    expect(Math.max(...data)).toBeLessThan(30);
    expect(Math.min(...data)).toBeGreaterThanOrEqual(0);
    expect(new Set(data).size).toBeGreaterThan(20);
    expect(words).toBe('input_ids: random ids below 30');
  });

  it('makes images of values from 0 to 1, and other floats normal', () => {
    const image = make('x', 'float32', [1, 3, 16, 16]).data;
    expect(Math.min(...image)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...image)).toBeLessThan(1);
    const signal = make('x', 'float32', [1, 4096]).data;
    expect(Math.abs(signal.reduce((sum, value) => sum + value, 0) / signal.length)).toBeLessThan(0.1);
    expect(Math.min(...signal)).toBeLessThan(-1);
  });

  it('knows lengths and image sizes of other inputs', () => {
    const shapes = new Map([
      ['audio_signal', [1, 80, 25]],
      ['signal_length', [1]],
      ['image', [1, 3, 20, 30]],
      ['im_shape', [1, 2]],
    ]);
    const inputs = [
      input('audio_signal', 'float32'),
      input('signal_length', 'int64'),
      input('image', 'float32'),
      input('im_shape', 'float32'),
    ];
    const { feeds, description } = syntheticInputs(inputs, shapes, 0);
    expect([...(feeds.get('signal_length')?.data ?? [])]).toEqual([25n]);
    expect([...(feeds.get('im_shape')?.data ?? [])]).toEqual([20, 30]);
    expect(description).toHaveLength(4);
  });

  it('is the same for the same seed', () => {
    expect(make('x', 'float16', [5]).data).toEqual(make('x', 'float16', [5]).data);
    expect(make('flags', 'bool', [2]).tensor).toEqual({ dtype: 'bool', dims: [2], data: new Uint8Array(2) });
    expect(make('text', 'string', [2]).tensor).toEqual({ dtype: 'string', dims: [2], data: ['', ''] });
  });

  it('asks for a shape that nobody knows, and refuses types that cannot be fed', () => {
    expect(() => syntheticInputs([input('x', 'float32')], new Map(), 0)).toThrow(expect.objectContaining({ reason: 'dimension-needed' }));
    expect(() => make('x', 'float32', [1_000_000_000, 30])).toThrow(expect.objectContaining({ reason: 'memory-limit' }));
    expect(() => make('x', 'bfloat16', [1])).toThrow(expect.objectContaining({ reason: 'unsupported-type' }));
  });
});
