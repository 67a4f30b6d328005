import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../../src/analysis/analyze';
import { describeModel } from '../../../src/onnx/describeModel';
import { onnx } from '../../../src/onnx/generated/onnx';
import { openModel, type OnnxModel } from '../../../src/onnx/openModel';
import { openModelBytes } from '../../../src/onnx/openModelBytes';
import { writeModel } from '../../../src/onnx/writeModel';
import { defineLike } from '../../../src/optimize/rewrite/rewriter';
import { applyEdits } from '../../../src/shared/graph/applyEdits';
import { nodePath, tensorByName } from '../../../src/shared/graph/traversal';
import { temporaryFolder } from '../../fixtures/temporaryFolder';

const { GRAPH, INTS } = onnx.AttributeProto.AttributeType;
const OPSETS = [
  { domain: '', version: 8 },
  { domain: 'my', version: 1 },
];
const NEWEST = [{ domain: '', version: 17 }];

function value(name: string, sizes: readonly number[]): onnx.ValueInfoProto.$Properties {
  return { name, type: { tensorType: { elemType: 1, shape: { dim: sizes.map(dimValue => ({ dimValue })) } } } };
}

function encode(functions: onnx.FunctionProto.$Properties[], node: onnx.NodeProto.$Properties[]): Uint8Array {
  const graph = { name: 'g', node, input: [value('x', [2, 3])], output: node.map(({ output }) => ({ name: output?.[0] ?? '' })) };
  return onnx.ModelProto.encode({ irVersion: 10, opsetImport: OPSETS, functions, graph }).finish();
}

function fn(overload: string, node: onnx.NodeProto.$Properties, domain = 'my'): onnx.FunctionProto.$Properties {
  return {
    name: 'F',
    domain,
    overload,
    input: ['a'],
    output: ['b'],
    opsetImport: NEWEST,
    node: [{ input: ['a'], output: ['b'], ...node }],
  };
}

function call(output: string, overload?: string, domain = 'my'): onnx.NodeProto.$Properties {
  return { opType: 'F', domain, input: ['x'], output: [output], ...(overload === undefined ? {} : { overload }) };
}

const TRANSPOSE = { opType: 'Transpose', attribute: [{ name: 'perm', type: INTS, ints: [1, 0] }] };
const OVERLOADED = encode([fn('t', TRANSPOSE), fn('r', { opType: 'Relu' })], [call('y', 't'), call('z', 'r')]);

function shapeOf({ graph, reader }: OnnxModel, name: string): unknown {
  return analyze(graph, reader, { dims: new Map() }).tensors[tensorByName(graph, name)]?.shape;
}

describe('model-local functions', () => {
  it('are told apart by their overload', async () => {
    const model = openModelBytes(OVERLOADED);
    expect([shapeOf(model, 'y'), shapeOf(model, 'z')]).toEqual([
      [3, 2],
      [2, 3],
    ]);
    expect([nodePath(model.graph, 2), nodePath(model.graph, 3)]).toEqual(['function my:F:t/0', 'function my:F:r/0']);
    expect((await describeModel(model)).problems).toEqual([]);
  });

  it('keep the overload of a call that edits leave or write anew', async () => {
    const folder = temporaryFolder();
    const [file, output] = [path.join(folder, 'model.onnx'), path.join(folder, 'out.onnx')];
    fs.writeFileSync(file, OVERLOADED);
    const model = await openModel(file);
    const definition = { ...defineLike(model.graph, 0), name: 'anew' };
    const edited = applyEdits(model.graph, { edits: [{ kind: 'replaceNodes', nodes: [0], at: 0, with: [definition] }] });
    await writeModel(model, edited, output);
    const written = await openModel(output);
    expect(written.graph.nodes.names.slice(0, 2)).toEqual(['anew', '']);
    expect(written.graph.nodes.overloads).toEqual(edited.nodes.overloads);
    expect(shapeOf(written, 'y')).toEqual([3, 2]);
    await model.close();
    await written.close();
  });

  it('of the standard domain are called by either of its names', async () => {
    const model = openModelBytes(encode([fn('', TRANSPOSE, 'ai.onnx')], [call('y', undefined, '')]));
    expect(shapeOf(model, 'y')).toEqual([3, 2]);
    expect((await describeModel(model)).problems).toEqual([]);
  });

  it('are reported where a call names an overload that is not there, a function calls itself or is there twice', async () => {
    const problemsOf = async (bytes: Uint8Array): Promise<readonly string[]> =>
      (await describeModel(openModelBytes(bytes))).problems.map(
        ({ reason, node }) => `${reason}${node === undefined ? '' : ` at ${node}`}`,
      );
    expect(await problemsOf(encode([fn('t', TRANSPOSE)], [call('y', 'other')]))).toEqual(['unknown-operator at 0']);
    expect(await problemsOf(encode([fn('t', { opType: 'Relu', input: [] })], [call('y', 't')]))).toEqual([
      'invalid-graph at function my:F:t/0',
    ]);
    expect(await problemsOf(encode([fn('t', { opType: 'F', domain: 'my', overload: 't' })], [call('y', 't')]))).toEqual(['invalid-graph']);
    expect(await problemsOf(encode([fn('t', TRANSPOSE), fn('t', TRANSPOSE)], [call('y', 't')]))).toEqual(['duplicate-name']);
  });

  it('use operators of their own version in bodies too', async () => {
    const body = (name: string): onnx.AttributeProto.$Properties => ({
      name,
      type: GRAPH,
      g: { name, node: [{ opType: 'Celu', input: ['a'], output: [name] }], output: [{ name }] },
    });
    const choice = { opType: 'If', attribute: [body('then_branch'), body('else_branch')] };
    const { problems } = await describeModel(openModelBytes(encode([fn('', choice)], [call('y')])));
    expect(problems).toEqual([]);
  });

  it('use the values that attributes of theirs have by default where a call leaves them out', () => {
    const defaulted: onnx.FunctionProto.$Properties = {
      ...fn('', { opType: 'Transpose', attribute: [{ name: 'perm', type: INTS, refAttrName: 'order' }] }),
      attributeProto: [{ name: 'order', type: INTS, ints: [1, 0] }],
    };
    const given = { ...call('z'), attribute: [{ name: 'order', type: INTS, ints: [0, 1] }] };
    const model = openModelBytes(encode([defaulted], [call('y'), given]));
    expect([shapeOf(model, 'y'), shapeOf(model, 'z')]).toEqual([
      [3, 2],
      [2, 3],
    ]);
  });

  it('use operators as their own import of the operator set has them, the model’s where they import none', async () => {
    const upsample = { opType: 'Upsample', input: ['a', 's'] };
    const imports = (version: number): onnx.FunctionProto.$Properties => ({
      ...fn('', upsample),
      opsetImport: [{ domain: '', version }],
      input: ['a', 's'],
    });
    const problemsOf = async (f: onnx.FunctionProto.$Properties): Promise<readonly string[]> =>
      (await describeModel(openModelBytes(encode([f], [{ ...call('y'), input: ['x', 'x'] }])))).problems.map(
        ({ reason, message }) => `${reason}: ${message}`,
      );
    expect(await problemsOf(imports(9))).toEqual([]);
    expect(await problemsOf(imports(10))).toEqual([
      expect.stringMatching(/^unknown-operator: Version 10 of "ai.onnx" gave the operator "Upsample" up/),
    ]);
    expect(await problemsOf({ ...imports(9), opsetImport: [] })).toContainEqual(expect.stringMatching(/lacks the attribute "scales"/));
  });
});
