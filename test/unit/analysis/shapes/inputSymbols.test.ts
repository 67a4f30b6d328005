import { expect, it } from 'vitest';
import { namedInputShapes } from '../../../../src/analysis/shapes/inputSymbols';
import { openModelBytes } from '../../../../src/onnx/openModelBytes';
import { buildModel } from '../../../fixtures/buildModel';

it('sizes without a name get one that no other input has, as quickly for thirty thousand as for one', () => {
  const unnamed = Array.from({ length: 29_000 }, (_, index) => ({ name: `x${index}`, shape: [undefined] }));
  const inputs = [{ name: 'first', shape: ['d03'] }, ...unnamed];
  const { graph } = openModelBytes(buildModel({ inputs, nodes: [{ op: 'Relu', inputs: ['x0'], outputs: ['y'] }] }));
  const names = [...namedInputShapes(graph).values()].flat();
  expect(names.slice(0, 4)).toEqual(['d03', 'd0', 'd02', 'd04']);
  expect(names.at(-1)).toBe('d029001');
  expect(new Set(names).size).toBe(29_001);
});
