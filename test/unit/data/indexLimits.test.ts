import { expect, it } from 'vitest';
import { indexLimits } from '../../../src/data/indexLimits';
import { floats, sketchGraph } from '../../fixtures/sketchGraph';

it('knows the rows of the table that an input indexes, also through casts', () => {
  const table = (rows: number) => floats([rows, 2], new Array<number>(rows * 2).fill(0));
  const graph = sketchGraph({
    inputs: { ids: ['n', 't'], types: ['n', 't'], x: ['n', 2] },
    weights: { words: table(5), small: table(3), kinds: table(2) },
    nodes: [
      ['Gather', ['words', 'ids'], ['a']],
      ['Cast', ['ids'], ['ids32']],
      ['Gather', ['small', 'ids32'], ['b']],
      ['Gather', ['kinds', 'types'], ['c'], { axis: { kind: 'int', value: 0 } }],
      ['Add', ['x', 'x'], ['d']],
    ],
    outputs: ['a', 'b', 'c', 'd'],
  });
  expect(indexLimits(graph)).toEqual(
    new Map([
      ['ids', 3],
      ['types', 2],
    ]),
  );
});
