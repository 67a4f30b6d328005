import { describe, expect, it } from 'vitest';
import { inferShapes } from '../../../../src/analysis/shapes/inferShapes';
import { openModelBytes } from '../../../../src/onnx/openModelBytes';
import { onnx } from '../../../../src/onnx/generated/onnx';
import { buildModel, type FixtureModel, type FixtureNode } from '../../../fixtures/buildModel';
import { factText, inferFixture } from '../inferFixture';

const int64 = (name: string, ...values: readonly number[]) => ({ name, dims: [values.length], values: values.map(BigInt) });

describe('values that shapes depend on', () => {
  it('follows Shape, Gather, arithmetic and Concat to Reshape', () => {
    const nodes: readonly FixtureNode[] = [
      { op: 'Shape', inputs: ['x'], outputs: ['shape'] },
      { op: 'Gather', inputs: ['shape', 'zero'], outputs: ['batch'] },
      { op: 'Gather', inputs: ['shape', 'one'], outputs: ['length'] },
      { op: 'Mul', inputs: ['length', 'four'], outputs: ['longer'] },
      { op: 'Concat', inputs: ['batch', 'longer', 'rest'], outputs: ['target'], attributes: { axis: 0 } },
      { op: 'Reshape', inputs: ['x', 'target'], outputs: ['y'] },
    ];
    const inferred = inferFixture({
      inputs: [{ name: 'x', shape: ['batch', 'sequence', 64] }],
      initializers: [int64('zero', 0), int64('one', 1), int64('four', 4), int64('rest', -1)],
      nodes,
    });
    expect(inferred.text('y')).toBe('float32 [batch, sequence*4, 16]');
  });

  it('follows entries of a shape that ScatterElements replaces', () => {
    const inferred = inferFixture({
      inputs: [{ name: 'x', shape: ['N', 'C', 7] }],
      initializers: [int64('at', 0, -1), int64('sizes', 5, 6)],
      nodes: [
        { op: 'Shape', inputs: ['x'], outputs: ['shape'] },
        { op: 'ScatterElements', inputs: ['shape', 'at', 'sizes'], outputs: ['target'], attributes: { axis: 0 } },
        { op: 'ConstantOfShape', inputs: ['target'], outputs: ['y'] },
      ],
    });
    expect(inferred.text('y')).toBe('float32 [5, C, 6]');
  });

  it('follows the guard that exporters write around Expand', () => {
    const inferred = inferFixture({
      inputs: [
        { name: 'x', shape: ['N', 1] },
        { name: 'like', shape: ['N', 7] },
      ],
      initializers: [int64('two', 2), int64('minus', -1)],
      nodes: [
        { op: 'Shape', inputs: ['like'], outputs: ['shape'] },
        {
          op: 'ConstantOfShape',
          inputs: ['two'],
          outputs: ['ones'],
          attributes: { value: { tensor: { name: '', dims: [1], values: [1n] } } },
        },
        { op: 'Mul', inputs: ['ones', 'minus'], outputs: ['negative'] },
        { op: 'Equal', inputs: ['shape', 'negative'], outputs: ['isOpen'] },
        { op: 'Where', inputs: ['isOpen', 'ones', 'shape'], outputs: ['target'] },
        { op: 'Expand', inputs: ['x', 'target'], outputs: ['y'] },
      ],
    });
    expect(inferred.text('y')).toBe('float32 [N, 7]');
  });

  it('computes sizes of a Resize through real numbers', () => {
    const inferred = inferFixture({
      inputs: [{ name: 'x', shape: [1, 8, 'H', 'W'] }],
      initializers: [{ name: 'half', dims: [], values: [0.5] }, int64('start', 2), int64('end', 4), int64('head', 1, 8)],
      nodes: [
        { op: 'Shape', inputs: ['x'], outputs: ['shape'] },
        { op: 'Slice', inputs: ['shape', 'start', 'end'], outputs: ['spatial'] },
        { op: 'Cast', inputs: ['spatial'], outputs: ['real'], attributes: { to: 1 } },
        { op: 'Mul', inputs: ['real', 'half'], outputs: ['scaled'] },
        { op: 'Floor', inputs: ['scaled'], outputs: ['floored'] },
        { op: 'Cast', inputs: ['floored'], outputs: ['whole'], attributes: { to: 7 } },
        { op: 'Concat', inputs: ['head', 'whole'], outputs: ['sizes'], attributes: { axis: 0 } },
        { op: 'Resize', inputs: ['x', '', '', 'sizes'], outputs: ['y'] },
      ],
    });
    expect(inferred.text('y')).toBe('float32 [1, 8, H/2, W/2]');
  });
});

const branch = (rows: number) => ({
  name: `rows${rows}`,
  nodes: [{ op: 'Concat', inputs: Array.from({ length: rows }, () => 'x'), outputs: [`out${rows}`], attributes: { axis: 0 } }],
  outputs: [{ name: `out${rows}` }],
});

describe('control flow', () => {
  it('takes the branch that is certain, else what both agree on', () => {
    const conditional = (condition: FixtureModel['initializers']): FixtureModel => ({
      inputs: [{ name: 'x', shape: [2, 'N'] }, ...(condition === undefined ? [{ name: 'c', dtype: 'bool' as const, shape: [] }] : [])],
      initializers: condition ?? [],
      nodes: [
        { op: 'If', inputs: ['c'], outputs: ['y'], attributes: { then_branch: { graph: branch(1) }, else_branch: { graph: branch(3) } } },
      ],
    });
    expect(inferFixture(conditional(undefined)).text('y')).toBe('float32 [?, N]');
    expect(inferFixture(conditional([{ name: 'c', dims: [], dtype: 'bool', raw: Uint8Array.of(0) }])).text('y')).toBe('float32 [6, N]');
  });

  it.each([
    [5, 'N*6'],
    [50, '?'],
  ])(
    'follows the dims that a short loop changes, forgets those of a long one, and counts the trips that are certain: %i',
    (trips, rows) => {
      const inferred = inferFixture({
        inputs: [{ name: 'x', shape: ['N', 3] }],
        initializers: [
          { name: 'trips', dims: [], values: [BigInt(trips)] },
          { name: 'go', dims: [], dtype: 'bool', raw: Uint8Array.of(1) },
        ],
        nodes: [
          {
            op: 'Loop',
            inputs: ['trips', 'go', 'x', 'x'],
            outputs: ['grown', 'kept', 'scanned'],
            attributes: {
              body: {
                graph: {
                  inputs: [
                    { name: 'i', dtype: 'int64', shape: [] },
                    { name: 'on', dtype: 'bool', shape: [] },
                    { name: 'a' },
                    { name: 'b' },
                  ],
                  nodes: [
                    { op: 'Identity', inputs: ['on'], outputs: ['still'] },
                    { op: 'Concat', inputs: ['a', 'x'], outputs: ['a2'], attributes: { axis: 0 } },
                    { op: 'Relu', inputs: ['b'], outputs: ['b2'] },
                    { op: 'Relu', inputs: ['b'], outputs: ['s'] },
                  ],
                  outputs: [{ name: 'still', dtype: 'bool' }, { name: 'a2' }, { name: 'b2' }, { name: 's' }],
                },
              },
            },
          },
        ],
      });
      expect([inferred.text('grown'), inferred.text('kept'), inferred.text('scanned')]).toEqual([
        `float32 [${rows}, 3]`,
        'float32 [N, 3]',
        `float32 [${trips}, N, 3]`,
      ]);
    },
  );

  it('follows the members of a sequence that a short loop fills', () => {
    const inferred = inferFixture({
      inputs: [{ name: 'x', shape: ['N', 9] }],
      initializers: [
        int64('ends', 2, 5),
        int64('one', 1),
        { name: 'trips', dims: [], values: [2n] },
        { name: 'last', dims: [], values: [1n] },
      ],
      nodes: [
        { op: 'SequenceEmpty', outputs: ['none'] },
        {
          op: 'Loop',
          inputs: ['trips', '', 'none'],
          outputs: ['parts'],
          attributes: {
            body: {
              graph: {
                inputs: [{ name: 'i', dtype: 'int64', shape: [] }, { name: 'on', dtype: 'bool', shape: [] }, { name: 'before' }],
                nodes: [
                  { op: 'Identity', inputs: ['on'], outputs: ['still'] },
                  { op: 'Gather', inputs: ['ends', 'i'], outputs: ['end'] },
                  { op: 'Unsqueeze', inputs: ['end', 'zero'], outputs: ['to'] },
                  { op: 'Slice', inputs: ['x', 'zero', 'to', 'one'], outputs: ['part'] },
                  { op: 'SequenceInsert', inputs: ['before', 'part'], outputs: ['after'] },
                ],
                initializers: [int64('zero', 0)],
                outputs: [{ name: 'still', dtype: 'bool' }, { name: 'after' }],
              },
            },
          },
        },
        { op: 'SequenceAt', inputs: ['parts', 'last'], outputs: ['y'] },
      ],
    });
    expect(inferred.text('y')).toBe('float32 [N, 5]');
  });
});

/** A model whose node `f` calls the function `double`, which concatenates its input with itself along the axis that the caller names. */
function modelWithFunction(depth: number): Uint8Array {
  const message = onnx.ModelProto.decode(
    buildModel({
      inputs: [{ name: 'x', shape: ['N', 4] }],
      nodes: [{ op: 'f0', domain: 'own', inputs: ['x'], outputs: ['y'], attributes: { at: 0 } }],
      opsets: { own: 1 },
    }),
  );
  const call = (level: number, input: string, output: string) => ({
    opType: level === depth ? 'Concat' : `f${level + 1}`,
    domain: level === depth ? '' : 'own',
    input: level === depth ? [input, input] : [input],
    output: [output],
    attribute: [{ name: level === depth ? 'axis' : 'at', type: onnx.AttributeProto.AttributeType.INT, refAttrName: 'at' }],
  });
  const functions = Array.from({ length: depth + 1 }, (_, level) => ({
    name: `f${level}`,
    domain: 'own',
    input: ['a'],
    output: ['b'],
    attribute: ['at'],
    node: level === depth ? [call(level, 'a', 'b')] : [call(level, 'a', 'm'), call(level, 'm', 'b')],
    opsetImport: [{ domain: '', version: 17 }],
  }));
  message.functions = functions.map(item => onnx.FunctionProto.decode(onnx.FunctionProto.encode(item).finish()));
  return onnx.ModelProto.encode(message).finish();
}

describe('functions', () => {
  it('infers a body per call, with the attributes of the caller', () => {
    const { graph, reader } = openModelBytes(modelWithFunction(0));
    const shapes = inferShapes(graph, reader, { dims: new Map() });
    expect(factText(shapes.fact(shapes.frame, graph.subgraphs[0]?.outputs[0] ?? graph.nodes.outputs[0] ?? 0))).toBe('float32 [N*2, 4]');
  });

  it('shares equal calls, so that nested doubling stays small', () => {
    const { graph, reader } = openModelBytes(modelWithFunction(12));
    const shapes = inferShapes(graph, reader, { dims: new Map([['N', 1]]) });
    expect(shapes.exhausted).toBe(false);
    expect(factText(shapes.fact(shapes.frame, graph.nodes.outputs[0] ?? 0))).toBe('float32 [?, 4]');
  });
});

describe('what the file declares', () => {
  it('fills in what inference leaves open and is named where it contradicts', () => {
    const inferred = inferFixture({
      inputs: [{ name: 'x', shape: ['N', 4] }],
      nodes: [
        { op: 'Relu', inputs: ['x'], outputs: ['a'] },
        { op: 'Foo', domain: 'com.acme', inputs: ['a'], outputs: ['b'] },
        { op: 'Relu', inputs: ['b'], outputs: ['c'] },
      ],
      valueInfo: [
        { name: 'a', shape: ['N', 5] },
        { name: 'b', shape: ['N', 9] },
      ],
      opsets: { 'com.acme': 1 },
    });
    expect(inferred.text('c')).toBe('float32 [N, 9]');
    expect(inferred.unknownOperators).toEqual([1]);
    expect(inferred.conflicts.map(({ node, what }) => [node, what])).toEqual([[0, 'the file declares 5 for axis 1, its operator makes 4']]);
  });

  it('is ignored when an input is given another size than it declares', () => {
    const model: FixtureModel = {
      inputs: [{ name: 'x', shape: [1, 4] }],
      nodes: [{ op: 'Relu', inputs: ['x'], outputs: ['y'] }],
      outputs: [{ name: 'y', shape: [1, 4] }],
    };
    const inferred = inferFixture(model, { dims: new Map(), inputShapes: new Map([['x', [8, 4]]]) });
    expect([inferred.text('y'), inferred.conflicts.length]).toEqual(['float32 [8, 4]', 0]);
  });

  it('gives unnamed dims of inputs names by their role', () => {
    const inferred = inferFixture({
      inputs: [
        { name: 'x', shape: [undefined, 3, undefined, undefined] },
        { name: 'ids', dtype: 'int64', shape: ['N', undefined] },
      ],
      nodes: [
        { op: 'Relu', inputs: ['x'], outputs: ['y'] },
        { op: 'Identity', inputs: ['ids'], outputs: ['z'] },
      ],
    });
    expect([inferred.text('y'), inferred.text('z')]).toEqual(['float32 [N2, 3, H, W]', 'int64 [N, d1]']);
  });

  it('does not need nodes in the right order', () => {
    const inferred = inferFixture({
      inputs: [{ name: 'x', shape: [2, 3] }],
      nodes: [
        { op: 'Transpose', inputs: ['a'], outputs: ['b'] },
        { op: 'Relu', inputs: ['x'], outputs: ['a'] },
      ],
    });
    expect(inferred.text('b')).toBe('float32 [3, 2]');
  });
});
