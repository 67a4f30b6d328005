import { describe, expect, it } from 'vitest';
import { composeLineage } from '../../../../src/shared/graph/composeLineage';
import { IDENTITY, type Provenance } from '../../../../src/shared/graph/provenance';

const earlier: Provenance = {
  isIdentity: false,
  nodeOrigins: [[4], [7, 8]],
  tensorOrigins: new Map([['w', ['root.w']]]),
  axisMaps: new Map([['w', [{ axis: 0, kept: [1, 3, 5] }]]]),
};

describe('composeLineage', () => {
  it('leaves a provenance alone when the other is the identity', () => {
    expect(composeLineage(IDENTITY, earlier)).toBe(earlier);
    expect(composeLineage(earlier, IDENTITY)).toBe(earlier);
  });

  it('follows nodes, tensors and channels through two steps', () => {
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
