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

it('names a node of a cycle, and none where nodes only stand in another order', () => {
  const nodes = [
    { name: 'sum', op: 'Add', inputs: ['x', 'b'], outputs: ['a'] },
    { name: 'back', op: 'Relu', inputs: ['a'], outputs: ['b'] },
  ];
  const model: FixtureModel = { inputs: [{ name: 'x', shape: [2] }], nodes, outputs: [{ name: 'b' }] };
  const [problem] = problemsOf(model);
  expect(problem).toMatchObject({ severity: 'error', reason: 'invalid-graph' });
  expect(problem?.message).toMatch(/^(sum \(Add\)|back \(Relu\)) waits in a cycle/);
  const [sum, back] = nodes;
  expect(
    problemsOf({
      ...model,
      nodes: [
        { ...back!, inputs: ['a'] },
        { ...sum!, inputs: ['x', 'x'] },
      ],
    }),
  ).toEqual([]);
});

describe('operands that do not fit', () => {
  const convolution: FixtureModel = {
    inputs: [{ name: 'x', shape: ['N', 'C', 'L'] }],
    initializers: [{ name: 'w', dims: [2, 3, 5], values: new Array<number>(30).fill(0) }],
    nodes: [
      { name: 'first', op: 'Conv', inputs: ['x', 'w'], outputs: ['a'] },
      { name: 'second', op: 'Conv', inputs: ['a', 'w'], outputs: ['y'] },
    ],
    outputs: [{ name: 'y' }],
  };

  it.each([
    [{ N: 1, C: 4, L: 9 }, /^first \(Conv\): its input has 4 channels, its weight takes 3\. .* check the sizes of the inputs\.$/],
    [{ N: 1, C: 3, L: 4 }, /^first \(Conv\): its window is 1 larger than its input with padding along axis 2, whose size is 4\./],
    [{ N: 1, C: 3, L: 9 }, /^second \(Conv\): its input has 2 channels, its weight takes 3\./],
  ])('are named with their node and sizes: %j', (sizes, message) => {
    const { graph, reader } = openFixture(convolution);
    const { problems } = analyze(graph, reader, { dims: new Map(Object.entries(sizes)) });
    expect(problems).toMatchObject([{ severity: 'warning', reason: 'shape-conflict' }]);
    expect(problems[0]?.message).toMatch(message);
  });

  it('are looked for in the branch that may run only', () => {
    const branch = (size: number) => ({
      graph: {
        nodes: [{ op: 'Add', inputs: ['x', 'k'], outputs: ['s'] }],
        initializers: [{ name: 'k', dims: [size], values: new Array<number>(size).fill(0) }],
        outputs: [{ name: 's' }],
      },
    });
    const withCondition = (initializers: NonNullable<FixtureModel['initializers']>): readonly Problem[] =>
      problemsOf({
        inputs: [{ name: 'x', shape: [4] }, ...(initializers.length === 0 ? [{ name: 'c', dtype: 'bool' as const, shape: [] }] : [])],
        initializers,
        nodes: [{ op: 'If', inputs: ['c'], outputs: ['y'], attributes: { then_branch: branch(4), else_branch: branch(3) } }],
        outputs: [{ name: 'y' }],
      });
    expect(withCondition([])[0]).toMatchObject({ reason: 'shape-conflict', node: '0/else_branch/0' });
    expect(withCondition([{ name: 'c', dims: [], dtype: 'bool', values: [1] }])).toEqual([]);
  });

  it('but a size too small for a pooling window is run, and gives what the runtime gives', () => {
    const { graph, reader } = openFixture({
      inputs: [{ name: 'x', shape: [1, 1, 'L'] }],
      nodes: [{ op: 'MaxPool', inputs: ['x'], outputs: ['y'], attributes: { kernel_shape: [3], strides: [2] } }],
      outputs: [{ name: 'y' }],
    });
    const shapeAt = (size: number) => analyze(graph, reader, { dims: new Map([['L', size]]) }).outputs[0]?.shape;
    expect([1, 2, 3, 4, 5].map(shapeAt)).toEqual([0, 1, 1, 1, 2].map(length => [1, 1, length]));
  });

  it('and sizes too small for a crop are told as an empty tensor', () => {
    const problems = problemsOf({
      inputs: [{ name: 'x', shape: [2, 3] }],
      initializers: [
        { name: 'from', dims: [1], values: [3n] },
        { name: 'to', dims: [1], values: [9n] },
        { name: 'axis', dims: [1], values: [1n] },
      ],
      nodes: [{ name: 'crop', op: 'Slice', inputs: ['x', 'from', 'to', 'axis'], outputs: ['y'] }],
      outputs: [{ name: 'y' }],
    });
    expect(problems).toMatchObject([{ severity: 'warning', node: 0 }]);
    expect(problems[0]?.message).toMatch(/^crop \(Slice\) makes an empty tensor, \[2, 0\]/);
  });
});
