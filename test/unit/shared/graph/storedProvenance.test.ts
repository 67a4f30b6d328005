import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeLineage } from '../../../../src/shared/graph/composeLineage';
import { IDENTITY, type Provenance } from '../../../../src/shared/graph/provenance';
import { decodeProvenance, encodeProvenance } from '../../../../src/shared/graph/storedProvenance';

const ids = fc.array(fc.nat(1000), { maxLength: 4 });
const provenance = fc
  .record({
    nodeOrigins: fc.array(ids),
    tensors: fc.array(fc.tuple(fc.string(), fc.array(fc.string()))),
    axes: fc.array(fc.tuple(fc.string(), fc.array(fc.record({ axis: fc.nat(5), kept: ids })))),
  })
  .map(({ nodeOrigins, tensors, axes }): Provenance => {
    return { isIdentity: false, nodeOrigins, tensorOrigins: new Map(tensors), axisMaps: new Map(axes) };
  });

describe('stored provenance', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(provenance, value => {
        expect(decodeProvenance(encodeProvenance(value), value.nodeOrigins.length)).toEqual(value);
      }),
    );
  });

  it('is refused when it is for another graph or not one at all', () => {
    const text = encodeProvenance({ isIdentity: false, nodeOrigins: [[0]], tensorOrigins: new Map(), axisMaps: new Map() });
    expect(decodeProvenance(text, 2)).toBeUndefined();
    for (const odd of [
      '',
      '{',
      'null',
      '1',
      '{"version":1,"nodes":[[-1]],"tensors":[],"axes":[]}',
      '{"version":1,"nodes":[["a"]],"tensors":[],"axes":[]}',
    ]) {
      expect(decodeProvenance(odd, 1)).toBeUndefined();
    }
  });
});

describe('composeLineage', () => {
  it('leaves a provenance alone when the other is the identity', () => {
    fc.assert(
      fc.property(provenance, value => {
        expect(composeLineage(IDENTITY, value)).toBe(value);
        expect(composeLineage(value, IDENTITY)).toBe(value);
      }),
    );
  });

  it('follows nodes, tensors and channels through two steps', () => {
    const earlier: Provenance = {
      isIdentity: false,
      nodeOrigins: [[4], [7, 8]],
      tensorOrigins: new Map([['w', ['root.w']]]),
      axisMaps: new Map([['w', [{ axis: 0, kept: [1, 3, 5] }]]]),
    };
    const later: Provenance = {
      isIdentity: false,
      nodeOrigins: [[1, 0], []],
      tensorOrigins: new Map([['w_quantized', ['w']]]),
      axisMaps: new Map([['w_quantized', [{ axis: 0, kept: [0, 2] }]]]),
    };
    const composed = composeLineage(earlier, later);
    expect(composed.nodeOrigins).toEqual([[4, 7, 8], []]);
    expect(composed.tensorOrigins.get('w_quantized')).toEqual(['root.w']);
    expect(composed.axisMaps.get('w_quantized')).toEqual([{ axis: 0, kept: [1, 5] }]);
  });
});
