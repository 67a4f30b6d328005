import { expect, it } from 'vitest';
import { analyze } from '../../../src/analysis/analyze';
import { openModelBytes } from '../../../src/onnx/openModelBytes';
import { textForm } from '../../../src/onnx/textForm';
import { buildModel, type FixtureModel } from '../../fixtures/buildModel';
import type { TextForm } from '../../../src/shared/report/modelView';

function textOf(model: FixtureModel): TextForm {
  const { graph, reader } = openModelBytes(buildModel(model));
  return textForm(graph, analyze(graph, reader, { dims: new Map() }), 'small');
}

const CONV: FixtureModel = {
  inputs: [{ name: 'x', dtype: 'float32', shape: ['batch', 4, 8, 8] }],
  outputs: [{ name: 'y', dtype: 'float32', shape: ['batch', 8, 4, 4] }],
  initializers: [{ name: 'w', dims: [8, 4, 3, 3], values: Array.from({ length: 288 }, () => 0.5) }],
  nodes: [
    {
      name: '/stem/conv/Conv',
      op: 'Conv',
      inputs: ['x', 'w'],
      outputs: ['c'],
      attributes: { strides: [2, 2], pads: [1, 1, 1, 1], kernel_shape: [3, 3] },
    },
    { name: '/stem/relu/Relu', op: 'Relu', inputs: ['c'], outputs: ['y'] },
  ],
};

it('writes one line per node with weights by letter and the shape as a comment', () => {
  const { text, lineOfNode } = textOf(CONV);
  const lines = text.split('\n');
  expect(lines[0]).toMatch(/^model small \/\/ opset 17, IR \d+, 288 parameters/);
  expect(lines).toContain('input  %x: f32[batch, 4, 8, 8]');
  expect(lines[lineOfNode[0] ?? -1]?.trim()).toBe('%conv = Conv(%x, W[8×4×3×3], stride=2, pads=1) // 8×4×4');
  expect(lines[lineOfNode[1] ?? -1]?.trim()).toBe('%y = Relu(%conv) // 8×4×4');
});

it('gives constants no line', () => {
  const { lineOfNode, text } = textOf({
    inputs: [{ name: 'x', dtype: 'float32', shape: [2] }],
    outputs: [{ name: 'y' }],
    nodes: [
      { op: 'Constant', outputs: ['k'], attributes: { value: { tensor: { name: '', dims: [2], values: [1, 2] } } } },
      { op: 'Add', inputs: ['x', 'k'], outputs: ['y'] },
    ],
  });
  expect([...lineOfNode].map(line => line >= 0)).toEqual([false, true]);
  expect(text).toContain('Add(%x, %k)');
});

it('keeps hostile names on their line', () => {
  const { text } = textOf({
    inputs: [{ name: 'x', dtype: 'float32', shape: [1] }],
    outputs: [{ name: 'a\nb\u202e{}' }],
    nodes: [{ name: 'n\n}', op: 'Relu', inputs: ['x'], outputs: ['a\nb\u202e{}'] }],
  });
  expect(text).toContain('%a_b___ = Relu(%x)');
});

it('shows an empty model', () => {
  const { text, lineOfNode } = textOf({ nodes: [] });
  expect(text).toMatch(/^model small/);
  expect(lineOfNode).toHaveLength(0);
});
