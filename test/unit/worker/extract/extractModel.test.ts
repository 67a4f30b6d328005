import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { copyModels } from '../../../../src/onnx/copyModel';
import { onnx } from '../../../../src/onnx/generated/onnx';
import { openModel } from '../../../../src/onnx/openModel';
import { parseModelText } from '../../../../src/onnx/text/parse/parseModelText';
import { nodeOrigins } from '../../../../src/shared/graph/provenance';
import { extractLayers, extractModel } from '../../../../src/worker/extract/extractModel';
import { buildModel, type FixtureNode } from '../../../fixtures/buildModel';
import { loopWithIfModel } from '../../../fixtures/nestedBodies';
import { temporaryFolder } from '../../../fixtures/temporaryFolder';

const folder = temporaryFolder();
const { signal } = new AbortController();

const MODEL = `
<ir_version: 10, opset_import: ["" : 17, "my" : 1], metadata_props: ["author": "somebody"]>
g (float[batch, 4] x, float[batch, 4] z) => (float[batch, 4] y, float[batch, 4] other)
<float[4] w = {1, 2, 3, 4}, float[4] v = {5, 6, 7, 8}, float[batch, 4] h, float[batch, 4] o>
{
  one = Constant <value: tensor = float[1] {1}> ()
  [mul] h = Mul(x, w)
  [call] k = my.F(h)
  [add] s = Add(k, one)
  [sum] y = Add(s, z)
  [halves] l, r = Split <axis: int = 1> (h)
  [join] joined = Concat <axis: int = 1> (l, r)
  [last] o = my.H(z)
  [scale] other = Mul(o, v)
}
<domain: "my", opset_import: ["" : 17, "my" : 1]> F (a) => (b) { c = my.G(a) b = Relu(c) }
<domain: "my", opset_import: ["" : 17]> G (a) => (b) { b = Neg(a) }
<domain: "my", opset_import: ["" : 17]> H (a) => (b) { b = Abs(a) }
`;

let files = 0;
function written(bytes: Uint8Array): string {
  const file = path.join(folder, `model-${files++}.onnx`);
  fs.writeFileSync(file, bytes);
  return file;
}

const fresh = (): string => written(parseModelText(MODEL, 'model'));

async function extract(file: string, from: readonly string[], to: readonly string[], output?: string) {
  return await extractModel({ path: file, from, to, output }, { signal });
}

/** What a file holds, by name. */
async function held(file: string) {
  const model = await openModel(file);
  const { graph, problems } = model;
  const [main, ...inner] = graph.subgraphs;
  const { names, isInitializer, subgraphs, declaredTypes } = graph.tensors;
  const own = names.flatMap((name, tensor) => (subgraphs[tensor] === 0 ? [{ name, tensor }] : []));
  const nameOf = (tensor: number): string => names[tensor] ?? '';
  await model.close();
  return {
    nodes: graph.nodes.ops.slice(0, main?.nodeCount),
    inputs: main?.inputs.map(nameOf),
    outputs: main?.outputs.map(nameOf),
    weights: own.flatMap(({ name, tensor }) => (isInitializer[tensor] === 1 ? [name] : [])),
    types: new Map(own.flatMap(({ name, tensor }) => (declaredTypes[tensor] === undefined ? [] : [[name, declaredTypes[tensor]]]))),
    inner: inner.map(({ kind, name }) => `${kind} ${name}`),
    facts: graph.facts,
    origins: Array.from({ length: main?.nodeCount ?? 0 }, (_, node) => nodeOrigins(graph, node)),
    problems,
  };
}

describe('the part between tensors', () => {
  it('holds its nodes, constants, weights and functions, and nothing else', async () => {
    const file = fresh();
    const { output, nodes, nodesBefore } = await extract(file, ['h'], ['s']);
    expect({ output, nodes, nodesBefore }).toEqual({ output: file.replace('.onnx', '.part.onnx'), nodes: 3, nodesBefore: 9 });
    const part = await held(output);
    expect(part).toMatchObject({ nodes: ['Constant', 'F', 'Add'], inputs: ['h'], outputs: ['s'], weights: [], problems: [] });
    expect(part.inner).toEqual(['function F', 'function G']);
    expect(part.facts.opsets).toEqual(new Map([['', 17], ['my', 1]])); // prettier-ignore
    expect(part.types.get('h')).toEqual({ kind: 'tensor', dtype: 'float32', shape: ['batch', 4] });
    expect(part.types.get('s')).toEqual({ kind: 'tensor', dtype: 'float32', shape: ['batch', 4] });
    const { graph } = onnx.ModelProto.decode(fs.readFileSync(output));
    expect(graph?.valueInfo).toEqual([]);
  });

  it('says what it came from', async () => {
    const part = await held((await extract(fresh(), ['h'], ['s'])).output);
    expect(part.origins).toEqual([[0], [2], [3]]);
    expect(part.facts.metadata.get('author')).toBe('somebody');
    expect(part.facts.metadata.get('layerwise.parent')).toMatch(/^[0-9a-f]{64}$/);
    expect(part.facts.metadata.get('layerwise.recipe')).toBe('{"extract":{"from":["h"],"to":["s"]}}');
  });

  it('begins at the inputs that it needs, and ends at the outputs that depend on its beginning', async () => {
    const file = fresh();
    expect(await held((await extract(file, [], ['other'])).output)).toMatchObject({ inputs: ['z'], nodes: ['H', 'Mul'], weights: ['v'] });
    expect(await held((await extract(file, ['o'], [])).output)).toMatchObject({ inputs: ['o'], outputs: ['other'], nodes: ['Mul'] });
    expect(fs.existsSync(file.replace('.onnx', '.part-2.onnx'))).toBe(true);
  });

  it('has inputs and outputs in the order asked for', async () => {
    const part = await held((await extract(fresh(), ['z,k'], ['y', 's'])).output);
    expect(part).toMatchObject({ inputs: ['z', 'k'], outputs: ['y', 's'] });
  });

  it('keeps the type of an output that is inside of it now', async () => {
    const file = written(
      buildModel({
        inputs: [{ name: 'x', shape: [2] }],
        nodes: [
          { op: 'Custom', domain: 'there', inputs: ['x'], outputs: ['a'] },
          { op: 'Relu', inputs: ['a'], outputs: ['b'] },
        ],
        outputs: [{ name: 'a', shape: [2, 5] }, { name: 'b' }],
        opsets: { there: 1 },
      }),
    );
    const part = await held((await extract(file, [], ['b'])).output);
    expect(part.outputs).toEqual(['b']);
    expect(part.types.get('a')).toEqual({ kind: 'tensor', dtype: 'float32', shape: [2, 5] });
  });

  it('takes along what bodies capture', async () => {
    const part = await held((await extract(written(loopWithIfModel()), ['start'], ['end'])).output);
    expect(part).toMatchObject({ nodes: ['Loop'], inputs: ['start'], weights: ['rounds', 'two', 'zero', 'half', 'w'] });
    expect(part.inner).toHaveLength(3);
  });

  it('keeps weights that are inputs too, as old versions ask', async () => {
    const tensors = ['w', 'v'].map(name => ({ name, dims: [2], values: [1, 2] }));
    const file = written(
      buildModel({
        irVersion: 3,
        inputs: ['x', 'v', 'w'].map(name => ({ name, shape: [2] })),
        initializers: tensors,
        nodes: [
          { op: 'Mul', inputs: ['x', 'w'], outputs: ['a'] },
          { op: 'Mul', inputs: ['a', 'v'], outputs: ['b'] },
        ],
        outputs: [{ name: 'b', shape: [2] }],
      }),
    );
    expect(await held((await extract(file, ['a'], ['b'])).output)).toMatchObject({ inputs: ['a', 'v'], weights: ['v'] });
  });

  it('needs only its own external data', async () => {
    const tensors = ['w', 'v'].map(name => ({ name, dims: [64, 64], raw: new Uint8Array(64 * 64 * 4).fill(name.length) }));
    const whole = written(
      buildModel({
        inputs: [{ name: 'x', shape: ['n', 64] }],
        initializers: tensors,
        nodes: [
          { op: 'MatMul', inputs: ['x', 'w'], outputs: ['a'] },
          { op: 'Relu', inputs: ['a'], outputs: ['r'] },
        ],
        outputs: [{ name: 'r' }],
      }),
    );
    const split = path.join(folder, 'split.onnx');
    const { files: parts } = await copyModels(whole, split, { weights: 'external', several: false });
    expect(await held((await extract(split, [], ['a'])).output)).toMatchObject({ weights: ['w'], problems: [] });
    for (const data of parts.slice(1)) fs.rmSync(data);
    expect(await held((await extract(split, ['a'], ['r'])).output)).toMatchObject({ weights: [], problems: [] });
    const never = path.join(folder, 'never.onnx');
    await expect(extract(split, [], ['a'], never)).rejects.toMatchObject({ reason: 'external-data-missing' });
    expect(fs.existsSync(never)).toBe(false);
  });
});

describe('tensors between which there is no part', () => {
  it.each([
    ['an unknown name', ['hh'], ['s'], /no tensor "hh"\. Is "h" .*meant\?/],
    ['a name that nothing is like', ['nothing like it'], [], /no tensor "nothing like it".*analyze --json/],
    ['another case', ['H'], ['s'], /Is "h" meant/],
    ['a node', ['add'], [], /"add" is a node.*makes "s"/],
    ['a tensor of a function', ['c'], ['s'], /"c" lies inside the function "F"/],
    ['a weight', ['w'], ['s'], /"w" is a weight/],
    ['a constant', ['one'], ['s'], /"one" is a weight or constant/],
    ['an input as the end', [], ['x'], /"x" is an input/],
    ['the same at both ends', ['h'], ['h'], /both name "h"/],
    ['an input that is missing', ['s'], ['y'], /"y" also depends on "z"/],
    ['an end that lies before', ['y'], ['h'], /"h" does not depend on "y"\. It is computed from "x"/],
    ['a beginning that is not read', ['h', 'x'], ['s'], /"s" does not depend on "x"\. Leave it out of --from/],
    ['a beginning that no output depends on', ['joined'], [], /No output of the model depends on "joined"/],
    ['an output of a layer that is needed', ['l', 'h'], ['joined'], /"l" is made by “halves”, whose "r" is needed too/],
    ['an empty name', ['h,'], ['s'], /empty/],
  ] as const)('%s', async (_what, from, to, message) => {
    const file = fresh();
    const refusal = await extract(file, from, to).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ reason: 'usage', message: expect.stringMatching(message) as string });
    expect(fs.existsSync(file.replace('.onnx', '.part.onnx'))).toBe(false);
  });

  it('a tensor of a body', async () => {
    await expect(extract(written(loopWithIfModel()), ['product'], [])).rejects.toThrow(/"product" lies inside then_branch of “choice”/);
  });

  it('an input whose type nobody knows', async () => {
    const nodes = [
      { op: 'Custom', domain: 'there', inputs: ['x'], outputs: ['a'] },
      { op: 'Relu', inputs: ['a'], outputs: ['b'] },
    ];
    const file = written(buildModel({ inputs: [{ name: 'x', shape: [2] }], nodes, outputs: [{ name: 'b' }], opsets: { there: 1 } }));
    await expect(extract(file, ['a'], [])).rejects.toMatchObject({ reason: 'unsupported-type' });
  });
});

describe('extractLayers', () => {
  const part = async (file: string, ...nodes: readonly number[]) =>
    held((await extractLayers({ path: file, layers: { nodes }, trusted: true }, { signal })).output);

  it('writes these nodes, from what they read to what others read, also where others lie between', async () => {
    const { nodes, inputs, outputs, weights } = await part(fresh(), 1, 4);
    expect(nodes).toEqual(['Mul', 'Add']);
    expect([inputs, outputs, weights]).toEqual([['x', 's', 'z'], ['h', 'y'], ['w']]); // prettier-ignore
  });

  it('has every output that others read', async () => {
    const { nodes, inputs, outputs } = await part(fresh(), 5);
    expect([nodes, inputs, outputs]).toEqual([['Split'], ['h'], ['l', 'r']]); // prettier-ignore
  });

  it('refuses what nothing reads, and a model that has changed', async () => {
    const file = fresh();
    const stale = { size: 1, mtimeNs: 1n, inode: 1n, skeletonHash: '', dataState: '' };
    await expect(extractLayers({ path: file, layers: { nodes: [99] }, trusted: true }, { signal })).rejects.toThrow(
      'Nothing reads what these layers make',
    );
    await expect(extractLayers({ path: file, layers: { nodes: [1] }, trusted: true, token: stale }, { signal })).rejects.toThrow('changed');
  });
});

describe('extractLayers up to a node', () => {
  const upTo = async (file: string, node: number) =>
    held((await extractLayers({ path: file, layers: { upTo: node }, trusted: true }, { signal })).output);
  const built = (nodes: readonly FixtureNode[], outputs: readonly string[]): string =>
    written(
      buildModel({
        inputs: [
          { name: 'x', shape: [5, 1, 3] },
          { name: 'image', shape: [1, 1, 4, 4] },
          { name: 'taken', dtype: 'bool', shape: [] },
        ],
        nodes,
        outputs: outputs.map(name => ({ name })),
        initializers: [
          { name: 'w', dims: [1, 8, 3], values: new Array<number>(24).fill(0.1) },
          { name: 'r', dims: [1, 8, 2], values: new Array<number>(16).fill(0.1) },
          { name: 'scales', dims: [4], values: [1, 1, 2, 2] },
        ],
      }),
    );

  it('takes what leads there, and none of what is omitted as other nodes omit theirs', async () => {
    const nodes: readonly FixtureNode[] = [
      { op: 'LSTM', inputs: ['x', 'w', 'r'], outputs: ['', 'last'], attributes: { hidden_size: 2 } },
      { op: 'Resize', inputs: ['image', '', 'scales'], outputs: ['large'] },
      { op: 'Relu', inputs: ['last'], outputs: ['y'] },
      { op: 'Relu', inputs: ['large'], outputs: ['z'] },
    ];
    const file = built(nodes, ['y', 'z']);
    const lstm = await upTo(file, 0);
    expect([lstm.nodes, lstm.inputs, lstm.outputs, lstm.weights]).toEqual([['LSTM'], ['x'], ['last'], ['w', 'r']]);
    const resize = await upTo(file, 1);
    expect([resize.nodes, resize.inputs, resize.outputs, resize.weights]).toEqual([['Resize'], ['image'], ['large'], ['scales']]);
  });

  it('takes what bodies capture', async () => {
    const body = (op: string, name: string) => ({
      graph: { nodes: [{ op, inputs: ['folded'], outputs: [name] }], outputs: [{ name, shape: [5, 1, 3] }] },
    });
    const nodes: readonly FixtureNode[] = [
      { op: 'Abs', inputs: ['x'], outputs: ['folded'] },
      { op: 'Abs', inputs: ['image'], outputs: ['other'] },
      { op: 'If', inputs: ['taken'], outputs: ['y'], attributes: { then_branch: body('Relu', 'a'), else_branch: body('Neg', 'b') } },
    ];
    const { nodes: kept, inputs, outputs } = await upTo(built(nodes, ['y', 'other']), 2);
    expect([kept, inputs, outputs]).toEqual([['Abs', 'If'], ['x', 'taken'], ['y']]); // prettier-ignore
  });

  it('makes all of what a node makes where nothing reads any of it, and refuses a node that computes nothing', async () => {
    const nodes: readonly FixtureNode[] = [
      { op: 'Constant', outputs: ['one'], attributes: { value: { tensor: { name: '', dims: [1], values: [1] } } } },
      { op: 'Add', inputs: ['x', 'one'], outputs: ['y'] },
      { op: 'Split', inputs: ['y'], outputs: ['l', 'r2'], attributes: { axis: 2 } },
    ];
    const file = built(nodes, ['y']);
    expect((await upTo(file, 2)).outputs).toEqual(['l', 'r2']);
    await expect(upTo(file, 0)).rejects.toMatchObject({ reason: 'usage' });
    await expect(upTo(file, 99)).rejects.toMatchObject({ reason: 'usage' });
  });
});
