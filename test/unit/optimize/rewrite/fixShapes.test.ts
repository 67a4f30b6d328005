import { describe, expect, it } from 'vitest';
import { fixShapes } from '../../../../src/optimize/rewrite/fixShapes';
import { declaredShape, type Graph } from '../../../../src/shared/graph/graph';
import { tensorByName } from '../../../../src/shared/graph/traversal';
import { passInput } from '../../../fixtures/passInput';
import { sketchGraph } from '../../../fixtures/sketchGraph';

const graph = sketchGraph({
  inputs: { x: ['n', 3, 's'] },
  nodes: [
    ['Relu', ['x'], ['t']],
    ['Relu', ['t'], ['y']],
  ],
  outputs: ['y'],
  types: { t: ['n', 3, 's'], y: ['n', 3, 's'] },
});

async function fixed(parameters: Readonly<Record<string, number>>): Promise<Graph> {
  return (await fixShapes.plan(passInput(graph, { parameters }))).graph;
}

const shapeOf = (of: Graph, name: string): unknown => declaredShape(of, tensorByName(of, name));

describe('fix-shapes', () => {
  it('gives dimensions of inputs a size, and outputs what follows', async () => {
    const both = await fixed({ n: 2, s: 5 });
    expect(shapeOf(both, 'x')).toEqual([2, 3, 5]);
    expect(shapeOf(both, 'y')).toEqual([2, 3, 5]);
    expect(shapeOf(both, 't')).toBeUndefined();
  });

  it('makes constants of what was computed from them', async () => {
    const computed = sketchGraph({
      inputs: { x: ['n', 3] },
      nodes: [
        ['Shape', ['x'], ['s']],
        ['ConstantOfShape', ['s'], ['z']],
        ['Add', ['x', 'z'], ['y']],
      ],
      outputs: ['y'],
    });
    const { graph: after } = await fixShapes.plan(passInput(computed, { parameters: { n: 2 } }));
    expect(after.nodes.ops).toEqual(['ConstantOfShape', 'Add']);
  });

  it('leaves the other dimensions open', async () => {
    expect(shapeOf(await fixed({ n: 2 }), 'x')).toEqual([2, 3, 's']);
  });

  it('says which dimensions there are', async () => {
    await expect(fixed({ batch: 1 })).rejects.toMatchObject({ reason: 'usage', message: expect.stringContaining('n, s') as string });
    await expect(fixed({})).rejects.toMatchObject({ reason: 'usage' });
  });

  it('has nothing to do where every size is known', async () => {
    const known = sketchGraph({ inputs: { x: [2] }, nodes: [['Relu', ['x'], ['y']]], outputs: ['y'] });
    await expect(fixShapes.plan(passInput(known, { parameters: { n: 1 } }))).rejects.toMatchObject({
      reason: 'not-applicable',
    });
  });
});
