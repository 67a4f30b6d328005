import { describe, expect, it } from 'vitest';
import { findBlocks } from '../../../../src/analysis/hierarchy/structure/blocks';

function blocksOf(tokens: readonly string[], shapeAt: (end: number) => string | undefined = () => 'same'): readonly string[] {
  const units = tokens.map((token, index) => ({ start: index, end: index + 1, token }));
  return findBlocks(units, shapeAt).map(({ token, isRepeated }) => (isRepeated ? token : `(${token})`));
}

describe('blocks out of units', () => {
  it('takes units with several weighted nodes', () => {
    expect(blocksOf(['c', 'pcp', 'pcp', 'g'])).toEqual(['(c)', 'pcp', 'pcp', '(g)']);
  });

  it('joins single units that spell a known block', () => {
    expect(blocksOf(['c', 'pdp', 'p', 'd', 'p', 'pdp'])).toEqual(['(c)', 'pdp', 'pdp', 'pdp']);
  });

  it('joins sequences of single units that repeat at least three times', () => {
    expect(blocksOf(['c', 'd', 'p', 'd', 'p', 'd', 'p', 'g'])).toEqual(['(c)', 'dp', 'dp', 'dp', '(g)']);
    expect(blocksOf(['d', 'p', 'd', 'p'])).toEqual(['(d)', '(p)', '(d)', '(p)']);
  });

  it('joins attention and MLP if they repeat with equal shapes', () => {
    const tokens = ['mmaam', 'mm', 'mmaam', 'mm', 'mmaam', 'mm'];
    expect(blocksOf(tokens)).toEqual(['mmaammm', 'mmaammm', 'mmaammm']);
    expect(blocksOf(tokens, String)).toEqual(tokens);
    expect(blocksOf(tokens, () => undefined)).toEqual(tokens);
  });

  it('keeps equal blocks apart', () => {
    expect(blocksOf(['pcp', 'pcp', 'pcp', 'pcp', 'pcp', 'pcp'])).toHaveLength(6);
  });
});
