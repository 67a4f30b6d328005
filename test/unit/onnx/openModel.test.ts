import { describe, expect, it } from 'vitest';
import { analyze } from '../../../src/analysis/analyze';
import { describeModel } from '../../../src/onnx/describeModel';
import { onnx } from '../../../src/onnx/generated/onnx';
import { openModel } from '../../../src/onnx/openModel';
import { openModelBytes } from '../../../src/onnx/openModelBytes';
import { MAIN_GRAPH, NONE } from '../../../src/shared/graph/graph';
import { consumersOf, nodeInputs, nodeOutputs, nodePath, producerOf, tensorByName } from '../../../src/shared/graph/traversal';
import { buildModel } from '../../fixtures/buildModel';
import { reluModel } from '../../fixtures/reluModel';

const matmul = buildModel({
  inputs: [{ name: 'x', shape: ['batch', 2] }],
  outputs: [{ name: 'y', shape: ['batch', 2] }],
  initializers: [{ name: 'w', dims: [2, 2], values: [1, 2, 3, 4] }],
  nodes: [
    { op: 'MatMul', name: 'first', inputs: ['x', 'w'], outputs: ['h'] },
    { op: 'Constant', outputs: ['c'], attributes: { value: { tensor: { name: '', dims: [], values: [0.5] } } } },
    { op: 'Clip', inputs: ['h', '', 'c'], outputs: ['y'] },
  ],
  valueInfo: [{ name: 'h', shape: ['batch', 2] }],
});

describe('openModel', () => {
  it('reads a hand-made model', () => {
    const { graph } = openModelBytes(reluModel);
    expect(graph.nodes.ops).toEqual(['Relu']);
    expect(graph.facts.irVersion).toBe(8);
    expect(graph.facts.opsets).toEqual(new Map([['', 13]]));
    expect(graph.tensors.declaredTypes[tensorByName(graph, 'x')]).toEqual({ kind: 'tensor', dtype: 'float32', shape: [1, 4] });
  });

  it('connects nodes, weights and declared types', () => {
    const { graph, problems } = openModelBytes(matmul);
    const [x, w, h, c] = ['x', 'w', 'h', 'c'].map(name => tensorByName(graph, name));
    expect(problems).toEqual([]);
    expect([...nodeInputs(graph, 0)]).toEqual([x, w]);
    expect([...nodeInputs(graph, 2)]).toEqual([h, NONE, c]);
    expect([...nodeOutputs(graph, 0)]).toEqual([h]);
    expect([...consumersOf(graph, h ?? NONE)]).toEqual([2]);
    expect(producerOf(graph, c ?? NONE)).toBe(1);
    expect(graph.tensors.declaredTypes[h ?? NONE]).toEqual({ kind: 'tensor', dtype: 'float32', shape: ['batch', 2] });
    expect(graph.tensors.isInitializer[w ?? NONE]).toBe(1);
    expect(graph.tensors.isInitializer[c ?? NONE]).toBe(0);
  });

  it('reads weights of initializers and constants on demand', async () => {
    const { graph, reader } = openModelBytes(matmul);
    expect((await reader.read(tensorByName(graph, 'w'))).data).toEqual(Float32Array.of(1, 2, 3, 4));
    expect((await reader.readRange(tensorByName(graph, 'w'), 1, 2)).data).toEqual(Float32Array.of(2, 3));
    expect(reader.readSmall(tensorByName(graph, 'c'))?.data).toEqual(Float32Array.of(0.5));
    await expect(reader.read(tensorByName(graph, 'h'))).rejects.toMatchObject({ reason: 'not-applicable' });
  });

  it('reads values that constants list in attributes, 0 where the file leaves it out', () => {
    const { INT, FLOAT, STRING, INTS } = onnx.AttributeProto.AttributeType;
    const constant = (output: string, attribute: onnx.AttributeProto.$Properties): onnx.NodeProto.$Properties => ({
      opType: 'Constant',
      output: [output],
      attribute: [attribute],
    });
    const node = [
      constant('i', { name: 'value_int', type: INT }),
      constant('f', { name: 'value_float', type: FLOAT }),
      constant('s', { name: 'value_string', type: STRING }),
      constant('n', { name: 'value_ints', type: INTS, ints: [7, -1] }),
    ];
    const { graph, reader } = openModelBytes(onnx.ModelProto.encode({ irVersion: 8, graph: { node } }).finish());
    const read = (name: string): unknown => reader.readSmall(tensorByName(graph, name))?.data;
    expect(['i', 'f', 's', 'n'].map(read)).toEqual([BigInt64Array.of(0n), Float32Array.of(0), [''], BigInt64Array.of(7n, -1n)]);
  });

  it('knows no value of a constant in a function that its caller gives', () => {
    const { INTS } = onnx.AttributeProto.AttributeType;
    const node = [{ opType: 'Constant', output: ['c'], attribute: [{ name: 'value_ints', type: INTS, refAttrName: 'p' }] }];
    const call = { opType: 'F', domain: 'my', output: ['y'], attribute: [{ name: 'p', type: INTS, ints: [1, 2, 3] }] };
    const functions = [{ name: 'F', domain: 'my', attribute: ['p'], output: ['c'], node }];
    const { graph, reader } = openModelBytes(onnx.ModelProto.encode({ irVersion: 8, functions, graph: { node: [call] } }).finish());
    expect(graph.tensors.weights).toEqual([undefined, undefined]);
    expect(analyze(graph, reader, { dims: new Map() }).tensors[tensorByName(graph, 'y')]?.shape).toEqual([3]);
  });

  it.each([
    ['a shape that runs over its type', [0x0a, 4, 8, 1, 0x12, 9]],
    ['a dimension that runs over its shape', [0x0a, 6, 8, 1, 0x12, 2, 0x0a, 5]],
    ['an illegal wire type', [0x0a, 2, 0x0f, 1]],
    ['a sequence of nothing whole', [0x22, 2, 0x0a, 9]],
  ])('opens with a declared type that is damaged inside: %s', (_, type) => {
    const info = [0x0a, 1, 0x79, 0x12, type.length, ...type];
    const { graph, problems } = openModelBytes(Uint8Array.from([...reluModel, 0x3a, info.length + 2, 0x6a, info.length, ...info]));
    expect(graph.nodes.ops).toEqual(['Relu']);
    expect(problems).toMatchObject([{ severity: 'error', reason: 'corrupt' }]);
  });

  it('reads bodies after the main graph and resolves names of outer scopes', () => {
    const body = (name: string) => ({ graph: { nodes: [{ op: 'MatMul', inputs: ['x', 'w'], outputs: [name] }], outputs: [{ name }] } });
    const { graph } = openModelBytes(
      buildModel({
        inputs: [
          { name: 'cond', dtype: 'bool', shape: [] },
          { name: 'x', shape: [2, 2] },
        ],
        outputs: [{ name: 'y', shape: [2, 2] }],
        initializers: [{ name: 'w', dims: [2, 2], values: [1, 0, 0, 1] }],
        nodes: [
          { op: 'If', inputs: ['cond'], outputs: ['t'], attributes: { then_branch: body('a'), else_branch: body('b') } },
          { op: 'Relu', inputs: ['t'], outputs: ['y'] },
        ],
      }),
    );
    expect(graph.nodes.ops).toEqual(['If', 'Relu', 'MatMul', 'MatMul']);
    expect(graph.subgraphs.map(({ ownerAttribute }) => ownerAttribute)).toEqual(['', 'then_branch', 'else_branch']);
    expect([...nodeInputs(graph, 2)]).toEqual([tensorByName(graph, 'x'), tensorByName(graph, 'w')]);
    expect(nodePath(graph, 3)).toBe('0/else_branch/0');
    expect(graph.nodes.attributes(0).get('else_branch')).toEqual({ kind: 'graph', subgraph: 2 });
    expect(graph.subgraphs[MAIN_GRAPH]?.nodeCount).toBe(2);
  });

  it('decodes attributes of every kind', () => {
    const attributes = {
      alpha: 0.5,
      axis: -1,
      mode: 'linear',
      pads: [1, 2],
      names: ['a', 'b'],
      scales: { floats: [1, 2] },
      ref: { ref: 'outer' },
    };
    const { graph } = openModelBytes(buildModel({ nodes: [{ op: 'X', domain: 'my', outputs: ['y'], attributes, metadata: { k: 'v' } }] }));
    expect(graph.nodes.metadata(0)).toEqual(new Map([['k', 'v']]));
    expect(Object.fromEntries(graph.nodes.attributes(0))).toEqual({
      alpha: { kind: 'float', value: 0.5 },
      axis: { kind: 'int', value: -1 },
      mode: { kind: 'string', value: 'linear' },
      pads: { kind: 'ints', values: [1, 2] },
      names: { kind: 'strings', values: ['a', 'b'] },
      scales: { kind: 'floats', values: [1, 2] },
      ref: { kind: 'reference', name: 'outer' },
    });
  });

  it('opens the fixtures from disk and gives each a token', async () => {
    const model = await openModel('test/fixtures/models/mnist_vit.onnx');
    expect(model.problems).toEqual([]);
    expect(model.graph.nodes.count).toBeGreaterThan(100);
    expect(model.token.skeletonHash).toMatch(/^[0-9a-f]{64}$/);
    await model.close();
  });

  it.each([
    ['missing.onnx', 'file-missing'],
    ['test/fixtures', 'not-a-file'],
    ['README.md', 'text-file'],
  ])('refuses %s: %s', async (path, reason) => {
    await expect(openModel(path)).rejects.toMatchObject({ reason });
  });

  it.each([
    ['inputs', 0x5a],
    ['outputs', 0x62],
  ])('takes in so many %s and no more, and says so', async (_, tag) => {
    const length = 2 * 1_000_000;
    const head = [8, 8, 0x3a, (length & 0x7f) | 0x80, ((length >> 7) & 0x7f) | 0x80, ((length >> 14) & 0x7f) | 0x80, length >> 21];
    const start = performance.now();
    const model = openModelBytes(Buffer.concat([Uint8Array.from(head), Buffer.alloc(length, Uint8Array.of(tag, 0))]));
    const { inputs, outputs, problems } = await describeModel(model);
    expect(inputs.length + outputs.length).toBe(30_000);
    expect(problems.map(({ reason }) => reason)).toContain('too-many');
    expect(performance.now() - start).toBeLessThan(4000);
  });

  it('says where a cut file ends', () => {
    const cut = matmul.subarray(0, matmul.length - 3);
    expect(() => openModelBytes(cut)).toThrow(`ends at byte ${cut.length}`);
  });

  it('tells sizes apart whose names differ in bytes that are not UTF-8', () => {
    const type = (dimParam: string): onnx.TypeProto.$Properties => ({
      sequenceType: { elemType: { tensorType: { elemType: 1, shape: { dim: [{ dimParam }] } } } },
    });
    const input = ['A_size', 'B_size'].map(name => ({ name, type: type(name) }));
    const bytes = Buffer.from(onnx.ModelProto.encode({ irVersion: 8, graph: { input } }).finish());
    for (const [letter, odd] of [
      ['A', 0xfe],
      ['B', 0xff],
    ] as const)
      for (let at = bytes.indexOf(`${letter}_size`); at >= 0; at = bytes.indexOf(`${letter}_size`)) bytes[at] = odd;
    const { graph } = openModelBytes(bytes);
    expect(graph.tensors.declaredTypes.map(declared => JSON.stringify(declared)).map(text => text.includes('\ufffd'))).toEqual([
      false,
      false,
    ]);
    expect(new Set(graph.tensors.declaredTypes.map(declared => JSON.stringify(declared))).size).toBe(2);
  });
});
