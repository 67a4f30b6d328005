import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { onnx } from '../../../../src/onnx/generated/onnx';
import { openModel, type OnnxModel } from '../../../../src/onnx/openModel';
import { writeModel } from '../../../../src/onnx/writeModel';
import { clean } from '../../../../src/optimize/rewrite/clean';
import type { PassPlan } from '../../../../src/optimize/pass';
import { nodeOrigins } from '../../../../src/shared/graph/provenance';
import { functionLabel, nodePath } from '../../../../src/shared/graph/traversal';
import { passInput } from '../../../fixtures/passInput';
import { temporaryFolder } from '../../../fixtures/temporaryFolder';

const folder = temporaryFolder();
let count = 0;
/** Field 1000 with some bytes, which no version of ONNX has; as long as the documentation whose place it takes. */
const UNKNOWN_FIELD = Buffer.from([0xc2, 0x3e, 5, 1, 2, 3, 4, 5]);
const PLACES = ['B\x06PLACE1', '2\x06PLACE2'];
const { GRAPH } = onnx.AttributeProto.AttributeType;

function node(opType: string, input: string, output: string, domain = '', overload?: string): onnx.NodeProto.$Properties {
  return { opType, domain, input: [input], output: [output], ...(overload !== undefined && { overload }) };
}

function fn(name: string, inner: onnx.NodeProto.$Properties, more: onnx.FunctionProto.$Properties = {}): onnx.FunctionProto.$Properties {
  const opsetImport = [{ version: 17 }, { domain: 'my', version: 1 }, { domain: 'other', version: 1 }];
  return { name, domain: 'my', input: ['a'], output: ['b'], opsetImport, node: [inner], ...more };
}

/** `my:Used` calls `my:Inner`; the rest is called by nobody, or by what nobody calls. */
const FUNCTIONS = [
  fn('Unused', node('Deep', 'a', 'b', 'my')),
  fn('Used', node('Inner', 'a', 'b', 'my'), { docString: 'PLACE1' }),
  fn('Deep', node('Neg', 'a', 'b')),
  fn('Inner', node('Relu', 'a', 'b')),
  fn('Used', node('Abs', 'a', 'b'), { overload: 'second' }),
  fn('Used', node('Exp', 'a', 'b'), { domain: 'other' }),
];

/** The call stands in a branch of an If. */
function branch(name: string, call: onnx.NodeProto.$Properties): onnx.AttributeProto.$Properties {
  const output = [{ name: call.output?.[0] ?? '' }];
  return { name, type: GRAPH, g: { name, node: [call], output } };
}

async function opened(more: onnx.ModelProto.$Properties = {}): Promise<OnnxModel> {
  const value = (name: string, elemType: number) => ({ name, type: { tensorType: { elemType, shape: { dim: [{ dimValue: 3 }] } } } });
  const branches = [branch('then_branch', node('Used', 'x', 'one', 'my')), branch('else_branch', node('Relu', 'x', 'two'))];
  const bytes = Buffer.from(
    onnx.ModelProto.encode({
      irVersion: 10,
      producerName: 'somebody',
      opsetImport: [{ version: 17 }, { domain: 'my', version: 1 }, { domain: 'other', version: 1 }],
      functions: FUNCTIONS,
      docString: 'PLACE2',
      graph: {
        name: 'main',
        input: [value('x', 1), { name: 'c', type: { tensorType: { elemType: 9, shape: { dim: [] } } } }],
        output: [value('y', 1)],
        node: [{ opType: 'If', input: ['c'], output: ['y'], attribute: branches }],
      },
      ...more,
    }).finish(),
  );
  for (const place of PLACES) UNKNOWN_FIELD.copy(bytes, bytes.indexOf(place));
  const file = path.join(folder, `model-${String(count++)}.onnx`);
  fs.writeFileSync(file, bytes);
  return openModel(file);
}

function planned(model: OnnxModel, more: Partial<Parameters<typeof passInput>[1]> = {}): Promise<PassPlan> {
  return clean.plan(passInput(model.graph, { readerOf: of => model.readerOf(of), ...more }));
}

function functionsOf({ graph }: Pick<OnnxModel, 'graph'>): readonly string[] {
  return graph.subgraphs.filter(({ kind }) => kind === 'function').map(functionLabel);
}

/** The bytes of a function in its file. */
function bytesOf({ path: file, index, graph }: OnnxModel, label: string): string {
  const bytes = fs.readFileSync(file);
  const scope = graph.subgraphs.find(other => other.kind === 'function' && functionLabel(other) === label);
  const parts = index.subgraphParts[scope?.id ?? -1] ?? [];
  return parts.map(({ offset, length }) => bytes.subarray(offset, offset + length).toString('hex')).join();
}

describe('functions that nothing calls', () => {
  it('are left out by clean, with those that only they call, and each node says so', async () => {
    const model = await opened();
    const { graph, layers, notes } = await planned(model);
    expect(functionsOf({ graph })).toEqual(['my:Used', 'my:Inner']);
    expect(layers.map(({ node: id, detail }) => [nodePath(model.graph, id), detail])).toEqual([
      ['function my:Unused/0', 'removed with the function Unused: nothing calls it'],
      ['function my:Deep/0', 'removed with the function Deep: nothing calls it'],
      ['function my:Used:second/0', 'removed with the function Used: nothing calls it'],
      ['function other:Used/0', 'removed with the function Used: nothing calls it'],
    ]);
    expect(notes).toContain('Functions left out, since nothing calls them: my:Unused, my:Deep, my:Used:second, other:Used.');
    expect(notes).toContain('No longer imported, since no node uses it: other.');
  });

  it('are not in the file, in which everything else is as it was, byte for byte', async () => {
    const model = await opened();
    const { graph } = await planned(model);
    const file = path.join(folder, 'cleaned.onnx');
    await writeModel(model, graph, file, { lineage: { parent: '0'.repeat(64), recipe: '[]', version: '0' } });
    const cleaned = await openModel(file);
    expect(functionsOf(cleaned)).toEqual(['my:Used', 'my:Inner']);
    for (const label of ['my:Used', 'my:Inner']) expect(bytesOf(cleaned, label)).toBe(bytesOf(model, label));
    expect(fs.readFileSync(file).toString('latin1').split(UNKNOWN_FIELD.toString('latin1'))).toHaveLength(PLACES.length + 1);
    const relu = cleaned.graph.nodes.ops.lastIndexOf('Relu');
    expect(nodePath(cleaned.graph, relu)).toBe('0/else_branch/0');
    expect(nodeOrigins(cleaned.graph, relu).map(id => nodePath(model.graph, id))).toEqual(['0/else_branch/0']);
  });

  it('stay where the rule is left out, where only some layers are chosen, and beside graphs for training, with all operator sets', async () => {
    const model = await opened();
    expect(functionsOf(await planned(model, { parameters: { without: 'functions' } }))).toHaveLength(FUNCTIONS.length);
    expect(functionsOf(await planned(model, { selects: (_, id) => id === 0 }))).toHaveLength(FUNCTIONS.length);
    const trained = await opened({ trainingInfo: [{ algorithm: { name: 'step', node: [node('Unused', 'x', 'z', 'my')] } }] });
    const { graph } = await planned(trained);
    expect(functionsOf({ graph })).toHaveLength(FUNCTIONS.length);
    expect([...graph.facts.opsets.keys()]).toEqual(['', 'my', 'other']);
  });

  it('stay when they are defined twice and called', async () => {
    const model = await opened({ functions: [...FUNCTIONS, fn('Inner', node('Tanh', 'a', 'b'))] });
    expect(functionsOf(await planned(model)).filter(label => label === 'my:Inner')).toHaveLength(2);
  });
});
