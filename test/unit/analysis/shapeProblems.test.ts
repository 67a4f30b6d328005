import { describe, expect, it } from 'vitest';
import { analyze } from '../../../src/analysis/analyze';
import type { Problem } from '../../../src/shared/report/problem';
import type { FixtureModel } from '../../fixtures/buildModel';
import { openFixture } from './inferFixture';

function problemsOf(model: FixtureModel): readonly Problem[] {
  const { graph, reader } = openFixture(model);
  return analyze(graph, reader, { dims: new Map() }).problems;
}

describe('sizes that nothing tells', () => {
  it('name the first node that made one, and how many stay open', () => {
    const problems = problemsOf({
      inputs: [
        { name: 'x', shape: [2, 3] },
        { name: 'target', dtype: 'int64', shape: [2] },
      ],
      nodes: [
        { name: 'fine', op: 'Relu', inputs: ['x'], outputs: ['a'] },
        { name: 'culprit', op: 'Tile', inputs: ['a', 'target'], outputs: ['b'] },
        { name: 'follower', op: 'Exp', inputs: ['b'], outputs: ['c'] },
      ],
      outputs: [{ name: 'c' }],
    });
    expect(problems).toMatchObject([{ severity: 'info', reason: 'unknown-shape', node: 1 }]);
    expect(problems[0]?.message).toMatch(/^culprit \(Tile\) is the first node .* 2 nodes stay open/);
  });

  it('are not told twice where an unknown operator is the reason, nor where all is known', () => {
    const unknown = problemsOf({
      inputs: [{ name: 'x', shape: [2] }],
      nodes: [
        { op: 'Mystery', inputs: ['x'], outputs: ['a'] },
        { op: 'Relu', inputs: ['a'], outputs: ['b'] },
      ],
      outputs: [{ name: 'b' }],
    });
    expect(unknown.map(({ reason }) => reason)).toEqual(['unknown-operator']);
    const known = problemsOf({
      inputs: [{ name: 'x', shape: ['N', 2] }],
      nodes: [{ op: 'Relu', inputs: ['x'], outputs: ['y'] }],
      outputs: [{ name: 'y' }],
    });
    expect(known).toEqual([]);
  });
});
