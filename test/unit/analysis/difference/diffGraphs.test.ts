import { describe, expect, it } from 'vitest';
import { compareWeights } from '../../../../src/analysis/difference/compareWeights';
import { diffGraphs } from '../../../../src/analysis/difference/diffGraphs';
import { matchGraphs } from '../../../../src/analysis/difference/matchGraphs';
import { openModelBytes } from '../../../../src/onnx/openModelBytes';
import { applyEdits } from '../../../../src/shared/graph/applyEdits';
import type { GraphDifference } from '../../../../src/shared/report/graphDifference';
import { buildModel, type FixtureGraph, type FixtureModel, type FixtureNode } from '../../../fixtures/buildModel';

const open = (model: FixtureModel) => openModelBytes(buildModel(model));

function difference(before: FixtureModel, after: FixtureModel): GraphDifference {
  const [a, b] = [open(before), open(after)];
  return diffGraphs(a, b, matchGraphs(a.graph, b.graph));
}

/** x → Conv → Relu → … as often as there are operators; tensors and nodes are numbered from `first`, as some exporters do. */
function chain(ops: readonly string[], first = 0, extra: Partial<FixtureModel> = {}): FixtureModel {
  const name = (index: number): string => (index === 0 ? 'x' : index === ops.length ? 'y' : String(first + index));
  const nodes = ops.map((op, index): FixtureNode => {
    const inputs = op === 'MatMul' ? [name(index), `w${index}`] : [name(index)];
    return { op, name: `${op}_${first + index}`, inputs, outputs: [name(index + 1)] };
  });
  const initializers = ops.flatMap((op, index) => (op === 'MatMul' ? [{ name: `w${index}`, dims: [2, 2], values: [1, 0, 0, 1] }] : []));
  return { inputs: [{ name: 'x', shape: [2, 2] }], outputs: [{ name: 'y', shape: [2, 2] }], nodes, initializers, ...extra };
}

const names = (nodes: readonly { readonly name: string }[]): readonly string[] => nodes.map(({ name }) => name);

describe('diffGraphs without provenance', () => {
  it('finds nothing between equal models, whatever their nodes and tensors are called', () => {
    const ops = ['MatMul', 'Relu', 'MatMul', 'Relu', 'MatMul', 'Sigmoid'];
    expect(difference(chain(ops), chain(ops, 100))).toEqual({ matchedBy: 'structure', unchanged: 6, interface: [], differences: [] });
  });

  it.each([0, 1, 2, 100])('finds one node that was put in, its names numbered from %i', first => {
    const result = difference(chain(['MatMul', 'Relu', 'MatMul', 'Relu']), chain(['MatMul', 'Relu', 'Dropout', 'MatMul', 'Relu'], first));
    expect(result.differences).toMatchObject([{ kind: 'added', before: [], after: [{ op: 'Dropout' }], changes: [] }]);
    expect(result.unchanged).toBe(4);
  });

  it('finds nodes that were taken out in the middle and at the end, at their places', () => {
    const result = difference(chain(['MatMul', 'Identity', 'Relu', 'MatMul', 'Sigmoid']), chain(['MatMul', 'Relu', 'MatMul'], 50));
    expect(result.differences).toMatchObject([
      { kind: 'removed', before: [{ op: 'Identity' }] },
      { kind: 'removed', before: [{ op: 'Sigmoid' }] },
    ]);
  });

  it('names attributes, weights and inputs that changed', () => {
    const model = (axis: number, width: number, from: string): FixtureModel => ({
      inputs: [{ name: 'x', shape: [2, 2] }],
      outputs: [{ name: 'y' }],
      initializers: [{ name: 'w', dims: [2, width] }],
      nodes: [
        { op: 'Relu', inputs: ['x'], outputs: ['a'] },
        { op: 'Tanh', inputs: ['x'], outputs: ['b'] },
        { op: 'Softmax', name: 'soft', inputs: [from], outputs: ['c'], attributes: { axis } },
        { op: 'MatMul', name: 'mm', inputs: ['c', 'w'], outputs: ['d'] },
        { op: 'Sum', name: 'sum', inputs: ['d', 'a', 'b'], outputs: ['y'] },
      ],
    });
    expect(difference(model(0, 2, 'a'), model(1, 3, 'b')).differences).toMatchObject([
      {
        kind: 'changed',
        after: [{ name: 'soft' }],
        changes: [
          { what: 'attribute', name: 'axis', before: '0', after: '1' },
          { what: 'input', name: 'input 0', before: 'a of Relu #0', after: 'b of Tanh #1' },
        ],
      },
      { kind: 'changed', after: [{ name: 'mm' }], changes: [{ what: 'weight', before: 'w float32[2, 2]', after: 'w float32[2, 3]' }] },
    ]);
  });

  it('sees another body of an If, another target of a Reshape and another interface', () => {
    const model = (op: string, size: bigint, opset: number): FixtureModel => ({
      opset,
      inputs: [
        { name: 'c', dtype: 'bool', shape: [] },
        { name: 'x', shape: [4] },
      ],
      outputs: [{ name: 'y', shape: [Number(size)] }],
      initializers: [{ name: 's', dims: [1], dtype: 'int64', values: [size] }],
      nodes: [
        { op: 'Reshape', name: 'reshape', inputs: ['x', 's'], outputs: ['r'] },
        {
          op: 'If',
          name: 'if',
          inputs: ['c'],
          outputs: ['y'],
          attributes: Object.fromEntries(
            ['then_branch', 'else_branch'].map(branch => [
              branch,
              {
                graph: { nodes: [{ op: branch === 'then_branch' ? op : 'Relu', inputs: ['r'], outputs: ['o'] }], outputs: [{ name: 'o' }] },
              },
            ]),
          ),
        },
      ],
    });
    const result = difference(model('Abs', 4n, 17), model('Neg', -1n, 18));
    expect(result.interface).toEqual([
      { what: 'output', name: 'y', before: 'float32[4]', after: 'float32[?]' },
      { what: 'opset', name: 'ai.onnx', before: '17', after: '18' },
    ]);
    expect(result.differences.map(({ after, changes }) => [after[0]?.name, changes[0]?.what, changes[0]?.name])).toEqual([
      ['reshape', 'weight', 'input 1'],
      ['if', 'body', 'then_branch'],
    ]);
  });

  it('sees what changed in bodies that stand in each other, in room that does not double with every level', () => {
    const body = (op: string, depth: number): FixtureGraph => ({
      nodes: [
        depth === 0
          ? { op, inputs: ['x'], outputs: ['o0'] }
          : { op: 'If', inputs: ['c'], outputs: [`o${depth}`], attributes: bodies(op, depth - 1) },
      ],
      outputs: [{ name: `o${depth}` }],
    });
    const bodies = (op: string, depth: number) => ({ then_branch: { graph: body(op, depth) }, else_branch: { graph: body('Relu', 0) } });
    const model = (op: string): FixtureModel => ({
      inputs: [
        { name: 'c', dtype: 'bool', shape: [] },
        { name: 'x', shape: [4] },
      ],
      outputs: [{ name: 'y', shape: [4] }],
      nodes: [{ op: 'If', name: 'if', inputs: ['c'], outputs: ['y'], attributes: bodies(op, 24) }],
    });
    expect(difference(model('Abs'), model('Abs')).differences).toEqual([]);
    expect(difference(model('Abs'), model('Neg')).differences).toMatchObject([{ changes: [{ what: 'body', name: 'then_branch' }] }]);
  });

  it('compares the values of weights when they were read', async () => {
    const ops = ['MatMul', 'Relu', 'MatMul'];
    const changed = chain(ops, 0, {
      initializers: [
        { name: 'w0', dims: [2, 2], values: [1, 0, 0, 1] },
        { name: 'w2', dims: [2, 2], values: [1, 0.5, 0, 1] },
      ],
    });
    const [a, b] = [open(chain(ops)), open(changed)];
    const matched = matchGraphs(a.graph, b.graph);
    const { differences } = diffGraphs(a, b, matched, await compareWeights(a, b, matched.groups));
    expect(differences).toHaveLength(1);
    expect(differences[0]).toMatchObject({ kind: 'changed', after: [{ name: 'MatMul_2' }] });
    const distance = differences[0]?.changes[0]?.distance;
    expect(distance?.maxAbs).toBe(0.5);
    expect(distance?.sqnrDb).toBeCloseTo(10 * Math.log10(2 / 0.25), 10);
    expect(distance?.cosine).toBeCloseTo(2 / Math.sqrt(2 * 2.25), 10);
  });

  it('goes through graphs with a hub of many thousand edges in time that grows with their size', () => {
    const count = 30_000;
    const nodes = Array.from({ length: count }, (_, index): FixtureNode => ({ op: 'Relu', inputs: ['x'], outputs: [`a${index}`] }));
    const model = (last: string): FixtureModel => ({
      inputs: [{ name: 'x', shape: [2] }],
      outputs: [{ name: 'y' }],
      nodes: [...nodes, { op: last, inputs: nodes.map((_, index) => `a${index}`), outputs: ['y'] }],
    });
    const result = difference(model('Sum'), model('Max'));
    expect(result.unchanged).toBe(count);
    expect(result.differences.map(({ kind }) => kind)).toEqual(['removed', 'added']);
  });
});

describe('diffGraphs with provenance', () => {
  const before = open(chain(['MatMul', 'Identity', 'Relu', 'MatMul', 'Sigmoid'], 10));
  const node = (op: string, inputs: readonly string[], outputs: readonly string[], origins: readonly number[]) => ({
    ...{ name: `new_${outputs[0] ?? ''}`, op, domain: '', inputs, outputs, attributes: new Map(), origins },
  });

  it('follows nodes that were merged, replaced and made for others, whatever they are called', () => {
    const graph = applyEdits(before.graph, {
      edits: [
        { kind: 'replaceNodes', nodes: [0, 1, 2], at: 0, with: [node('FusedMatMul', ['x', 'w0'], ['q'], [0, 1, 2])] },
        { kind: 'replaceNodes', nodes: [3], at: 3, with: [node('Cast', ['q'], ['qc'], [3]), node('MatMul', ['qc', 'w3'], ['r'], [3])] },
        { kind: 'replaceNodes', nodes: [4], at: 4, with: [node('HardSigmoid', ['r'], ['y'], [4])] },
      ],
    });
    const after = { graph, reader: before.readerOf(graph) };
    const result = diffGraphs(before, after, matchGraphs(before.graph, graph));
    expect(result.matchedBy).toBe('provenance');
    expect(result.differences.map(({ kind, before: from, after: to }) => [kind, names(from), names(to)])).toEqual([
      ['replaced', ['MatMul_10', 'Identity_11', 'Relu_12'], ['new_q']],
      ['added', [], ['new_qc']],
      ['replaced', ['Sigmoid_14'], ['new_y']],
    ]);
    expect(result.unchanged).toBe(1);
  });

  it('does not believe what cannot be about the other model', () => {
    const variant = applyEdits(before.graph, {
      edits: [{ kind: 'replaceNodes', nodes: [4], at: 4, with: [node('Tanh', ['14'], ['y'], [4])] }],
    });
    expect(matchGraphs(open(chain(['MatMul', 'Relu'])).graph, variant).matchedBy).toBe('structure');
  });
});
