import { expect, it } from 'vitest';
import { analyze } from '../../../src/analysis/analyze';
import { openModelBytes } from '../../../src/onnx/openModelBytes';
import { textForm } from '../../../src/onnx/textForm';
import { buildModel, type FixtureModel } from '../../fixtures/buildModel';
import { sketchGraph } from '../../fixtures/sketchGraph';
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

it('writes a float as short as it can be read back, and leaves a standard one out', () => {
  const { text } = textOf({
    inputs: [{ name: 'x', dtype: 'float32', shape: [1, 4] }],
    outputs: [{ name: 'y' }],
    nodes: [
      { op: 'LeakyRelu', inputs: ['x'], outputs: ['a'], attributes: { alpha: Math.fround(0.1) } },
      { op: 'Selu', inputs: ['a'], outputs: ['y'], attributes: { gamma: 1.5 } },
    ],
  });
  expect(text).toContain('LeakyRelu(%x, alpha=0.1)');
  expect(text).toContain('gamma=1.5');
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

it('abbreviates by group what no editor would show, and says so', () => {
  const count = 120_000;
  const graph = sketchGraph({
    inputs: { x: [1] },
    nodes: Array.from({ length: count }, (_, node) => ['Relu', [node === 0 ? 'x' : `v${node - 1}`], [`v${node}`]]),
    outputs: [`v${count - 1}`],
  });
  const { graph: small, reader } = openModelBytes(buildModel(CONV));
  const groups = ['a', 'b'].map((name, id) => ({ id, name, path: name, parent: -1, inferred: false }));
  const nodes = Array.from({ length: count }, (_, node) => node);
  const hierarchy = {
    groups,
    groupOf: Int32Array.from(nodes, node => Math.floor(node / 2) % 2),
    layerOf: Int32Array.from(nodes),
    layerNames: nodes.map(() => ''),
    source: 'names',
  } as const;
  const { text, lineOfNode, note } = textForm(graph, { ...analyze(small, reader, { dims: new Map() }), hierarchy }, 'large');
  const lines = text.split('\n');
  expect(lines.length).toBeLessThan(300_000);
  expect(text.length).toBeLessThan(20_000_000);
  expect(lines.filter(line => line === '  // … 1 more')).toHaveLength(count / 2);
  expect(note).toBe('60000 of 120000 nodes are shown: the editor shows no larger document.');
  expect(lines.at(-2)).toBe(`// ${note}`);
  for (const node of [0, 60_000, 119_998]) expect(lines[lineOfNode[node] ?? -1]).toContain('Relu(');
});

it('keeps names of any length and kind on their line', () => {
  const hostile = '\u202e\0\n'.repeat(400_000);
  const { text, lineOfNode } = textOf({
    inputs: [{ name: hostile, dtype: 'float32', shape: [hostile] }],
    outputs: [{ name: hostile + 'y' }],
    nodes: [{ name: hostile, op: hostile, domain: hostile, inputs: [hostile], outputs: [hostile + 'y'] }],
  });
  expect(text.split('\n').length).toBeLessThan(10);
  expect(text.length).toBeLessThan(1500);
  expect(lineOfNode[0]).toBeGreaterThan(0);
});
