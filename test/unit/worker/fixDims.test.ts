import { describe, expect, it } from 'vitest';
import type { ModelInput } from '../../../src/data/dataset';
import { fixDims, isBatchLike, type DimSources } from '../../../src/worker/fixDims';

const NOTHING: DimSources = { dims: new Map(), inputShapes: new Map(), dataShapes: new Map(), batch: 1 };
const input = (name: string, shape: ModelInput['shape']): ModelInput => ({ name, dtype: 'float32', shape });
const fix = (inputs: readonly ModelInput[], sources: Partial<DimSources> = {}) => fixDims(inputs, { ...NOTHING, ...sources });

describe('fixDims', () => {
  it('sets batch-like leading symbols, and every other use of them', () => {
    const { shapes, dims } = fix([input('x', ['batch', 3, 8, 8]), input('y', ['batch', 5])], { batch: 4 });
    expect(shapes.get('x')).toEqual([4, 3, 8, 8]);
    expect(shapes.get('y')).toEqual([4, 5]);
    expect([...dims]).toEqual([['batch', 4]]);
  });

  it('takes what was asked for before everything else', () => {
    const { shapes } = fix([input('x', ['batch', 'seq'])], {
      dims: new Map([['seq', 7]]),
      dataShapes: new Map([['x', [1, 7]]]),
      batch: 2,
    });
    expect(shapes.get('x')).toEqual([2, 7]);
  });

  it('takes a whole shape as it is, and learns symbols from it for other inputs', () => {
    const { shapes } = fix([input('mask', ['N', 'T']), input('x', ['N', 'T', 4])], { inputShapes: new Map([['mask', [3, 9]]]) });
    expect(shapes.get('x')).toEqual([3, 9, 4]);
  });

  it('learns all but the batch from data', () => {
    const { shapes } = fix([input('x', ['N', 3, 'H', 'W'])], { dataShapes: new Map([['x', [1, 3, 32, 48]]]), batch: 8 });
    expect(shapes.get('x')).toEqual([8, 3, 32, 48]);
  });

  it('never invents a size: it names the symbol', () => {
    expect(() => fix([input('ids', ['batch', 'sequence'])])).toThrow(
      expect.objectContaining({ reason: 'dimension-needed', message: expect.stringContaining('“sequence”') as string }),
    );
  });

  it('names input and axis where there is no symbol', () => {
    expect(() => fix([input('x', [undefined, 3, undefined, 8])])).toThrow(
      expect.objectContaining({ reason: 'dimension-needed', message: expect.stringContaining('--input "x=N,3,N,8"') as string }),
    );
    expect(() => fix([input('x', undefined)])).toThrow(expect.objectContaining({ reason: 'dimension-needed' }));
  });

  it('asks for the only dimension of an input without a name for it', () => {
    expect(() => fix([input('x', ['d0'])])).toThrow(expect.objectContaining({ reason: 'dimension-needed' }));
    expect(fix([input('x', ['d0', 4])]).shapes.get('x')).toEqual([1, 4]);
  });

  it('says when sources contradict each other', () => {
    expect(() => fix([input('x', ['N', 3])], { inputShapes: new Map([['x', [1, 4]]]) })).toThrow(
      expect.objectContaining({ reason: 'shape-conflict' }),
    );
  });

  it('keeps hostile names apart', () => {
    const { dims } = fix([input('__proto__', ['__proto__', 2])], { dims: new Map([['__proto__', 5]]) });
    expect(dims.get('__proto__')).toBe(5);
  });
});

describe('isBatchLike', () => {
  it.each([
    ['batch', true],
    ['batch_size', true],
    ['N', true],
    ['unk__314', true],
    ['p2o.DynamicDimension.0', true],
    ['', true],
    ['sequence_length', false],
    ['num_boxes', false],
    ['height', false],
  ])('%j: %s', (dim, expected) => {
    expect(isBatchLike(dim, [dim, 3])).toBe(expected);
  });

  it('does not take the only axis without a name for a batch', () => {
    expect(isBatchLike(undefined, [undefined])).toBe(false);
  });
});
