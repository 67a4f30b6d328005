import { describe, expect, it } from 'vitest';
import { analyze } from '../../../src/analysis/analyze';
import { bodyGraph } from '../../../src/analysis/bodyGraph';
import { openModelBytes } from '../../../src/onnx/openModelBytes';
import type { BodyGraph, BodyStep } from '../../../src/shared/report/bodyGraph';
import { buildModel } from '../../fixtures/buildModel';
import { loopWithIfModel } from '../../fixtures/nestedBodies';

function opened(bytes: Uint8Array) {
  const model = openModelBytes(bytes);
  const { graph } = model;
  const analysis = analyze(graph, model.reader, { dims: new Map() });
  const steps = (...path: readonly BodyStep[]): BodyGraph =>
    bodyGraph({ graph, readerOf: part => model.readerOf(part), analysis, dims: new Map() }, path);
  return { graph, analysis, steps };
}

/** What a function computes of two calls with different widths. */
const CALLS = buildModel({
  nodes: [
    { op: 'Project', domain: 'local', name: 'narrow', inputs: ['x', 'w'], outputs: ['h'] },
    { op: 'Project', domain: 'local', name: 'wide', inputs: ['h', 'v'], outputs: ['y'] },
  ],
  inputs: [{ name: 'x', shape: [3, 8] }],
  outputs: [{ name: 'y', shape: [3, 32] }],
  initializers: [
    { name: 'w', dims: [8, 4], values: new Array<number>(32).fill(0.5) },
    { name: 'v', dims: [4, 32], values: new Array<number>(128).fill(0.5) },
  ],
  functions: [
    {
      name: 'Project',
      opset: 17,
      inputs: ['a', 'b'],
      outputs: ['r'],
      nodes: [
        { op: 'MatMul', name: 'product', inputs: ['a', 'b'], outputs: ['p'] },
        { op: 'Relu', inputs: ['p'], outputs: ['r'] },
      ],
    },
  ],
  opsets: { '': 17, local: 1 },
});

describe('a body as a graph of its own', () => {
  it('has its nodes with their ids in the file, and what it captures as inputs behind its own', () => {
    const { graph, steps } = opened(loopWithIfModel());
    const { view, nodes, captured } = steps({ node: 1, attribute: 'body' });
    expect(view.nodeNames).toEqual(['', 'rest', 'is_even', 'choice', 'shift']);
    expect(Array.from(nodes, node => graph.nodes.names[node])).toEqual(view.nodeNames);
    expect(captured).toEqual(['start']);
    expect(view.analysis.inputs.map(({ name }) => name)).toEqual(['round', 'going', 'state', 'start']);
    expect(view.analysis.outputs.map(({ name }) => name)).toEqual(['going_on', 'state_out']);
    expect(view.analysis.bodies.map(({ node, attribute }) => [node, attribute])).toEqual([
      [3, 'then_branch'],
      [3, 'else_branch'],
    ]);
  });

  it('is opened inside of another, with what both captured', () => {
    const { graph, analysis, steps } = opened(loopWithIfModel());
    const { view, nodes, captured } = steps({ node: 1, attribute: 'body' }, { node: 3, attribute: 'then_branch' });
    expect(view.nodeOps).toEqual(['MatMul', 'Mul', 'Tanh']);
    expect(Array.from(nodes, node => graph.nodes.ops[node])).toEqual(view.nodeOps);
    expect(captured).toEqual(['state']);
    const macs = analysis.bodies.find(({ attribute }) => attribute === 'then_branch')?.macs;
    expect(macs).toBe(64 ** 3);
    expect(view.analysis.columns.find(({ id }) => id === 'macs')?.values.reduce((sum, value) => sum + value, 0)).toBe(macs);
  });

  it('shows a function with the shapes of the call that it was opened from', () => {
    const { steps } = opened(CALLS);
    const macsOf = (node: number) => steps({ node, attribute: '' }).view.analysis.columns.find(({ id }) => id === 'macs')?.values[0];
    expect([macsOf(0), macsOf(1)]).toEqual([3 * 8 * 4, 3 * 4 * 32]);
    expect(steps({ node: 1, attribute: '' }).view.analysis.outputs[0]?.shape).toEqual([3, 32]);
  });

  it('refuses what leads nowhere, nothing at all, and what is too deep', () => {
    const { steps } = opened(loopWithIfModel());
    expect(() => steps({ node: 0, attribute: 'body' })).toThrow('Node 0 has no body to open.');
    expect(() => steps({ node: 1, attribute: '' })).toThrow('Node 1 has no body to open.');
    expect(() => steps()).toThrow('No body was named.');
    expect(() => steps(...new Array<BodyStep>(17).fill({ node: 1, attribute: 'body' }))).toThrow('16 deep');
  });
});
