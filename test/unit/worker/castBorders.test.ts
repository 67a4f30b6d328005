import { describe, expect, it } from 'vitest';
import { mainGraph, nodeInputs, nodeOutputs } from '../../../src/shared/graph/traversal';
import { castBorders } from '../../../src/worker/castCopy/castBorders';
import { copiedNodes } from '../../../src/worker/castCopy/copiedNodes';
import { openFixture } from '../analysis/inferFixture';

const BRANCH = { nodes: [{ op: 'Neg', inputs: ['a'], outputs: ['n'] }], outputs: [{ name: 'n' }] };

describe('castBorders', () => {
  it('leaves a graph alone that needs no casts', () => {
    const { graph } = openFixture({
      inputs: [{ name: 'x', shape: [2] }],
      nodes: [{ op: 'Relu', inputs: ['x'], outputs: ['y'] }],
      outputs: [{ name: 'y' }],
    });
    expect(castBorders(graph)).toBeUndefined();
  });

  it('keeps the names of inputs and outputs, and tells which nodes are whose, in bodies too', () => {
    const { graph } = openFixture({
      inputs: [
        { name: 'x', dtype: 'bfloat16', shape: ['n', 2] },
        { name: 'c', dtype: 'bool', shape: [] },
      ],
      nodes: [
        { op: 'Relu', name: 'first', inputs: ['x'], outputs: ['a'] },
        { op: 'If', inputs: ['c'], outputs: ['b'], attributes: { then_branch: { graph: BRANCH }, else_branch: { graph: BRANCH } } },
        { op: 'Add', inputs: ['b', 'x'], outputs: ['y'] },
      ],
      outputs: [{ name: 'y', dtype: 'bfloat16', shape: ['n', 2] }],
    });
    const cast = castBorders(graph);
    if (cast === undefined) throw new Error('The graph needs casts.');
    const { nodes, tensors } = cast.graph;
    const rows = Array.from({ length: mainGraph(cast.graph).nodeCount }, (_, node) => {
      const names = (ids: Int32Array) => Array.from(ids, id => tensors.names[id]).join();
      return `${nodes.ops[node] ?? ''}(${names(nodeInputs(cast.graph, node))}) = ${names(nodeOutputs(cast.graph, node))}`;
    });
    expect(rows).toEqual([
      'Cast(x) = x_bfloat16',
      'Relu(x_bfloat16) = a',
      'If(c) = b',
      'Add(b,x_bfloat16) = y_bfloat16',
      'Cast(y_bfloat16) = y',
    ]);
    const { inputs, outputs } = mainGraph(cast.graph);
    expect([...inputs, ...outputs].map(tensor => tensors.declaredTypes[tensor])).toMatchObject([
      { dtype: 'float32', shape: ['n', 2] },
      { dtype: 'bool' },
      { dtype: 'float32', shape: ['n', 2] },
    ]);
    expect([...copiedNodes(cast.graph)]).toEqual([-1, 0, 1, 2, -1, 3, 4]);
  });

  it('refuses what a body reads by its name', () => {
    const body = { nodes: [{ op: 'Neg', inputs: ['x'], outputs: ['n'] }], outputs: [{ name: 'n' }] };
    const { graph } = openFixture({
      inputs: [
        { name: 'x', dtype: 'bfloat16', shape: [2] },
        { name: 'c', dtype: 'bool', shape: [] },
      ],
      nodes: [{ op: 'If', inputs: ['c'], outputs: ['y'], attributes: { then_branch: { graph: body }, else_branch: { graph: body } } }],
      outputs: [{ name: 'y' }],
    });
    expect(() => castBorders(graph)).toThrow(/input “x” has the type bfloat16.*a body reads it by its name/);
  });
});
