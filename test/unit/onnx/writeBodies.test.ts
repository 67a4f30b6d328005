import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { onnx } from '../../../src/onnx/generated/onnx';
import { openModel, type OnnxModel } from '../../../src/onnx/openModel';
import { writeModel } from '../../../src/onnx/writeModel';
import { defineNode } from '../../../src/optimize/rewrite/rewriter';
import { applyEdits } from '../../../src/shared/graph/applyEdits';
import type { Edit } from '../../../src/shared/graph/edit';
import { nodeOrigins } from '../../../src/shared/graph/provenance';
import { nodePath } from '../../../src/shared/graph/traversal';
import { floats } from '../../fixtures/sketchGraph';
import { temporaryFolder } from '../../fixtures/temporaryFolder';

const { GRAPH } = onnx.AttributeProto.AttributeType;
const folder = temporaryFolder();
let count = 0;

/** Field 1000 with some bytes, which no version of ONNX has; as long as the documentation whose place it takes. */
const UNKNOWN_FIELD = Buffer.from([0xc2, 0x3e, 5, 1, 2, 3, 4, 5]);
const PLACE = Buffer.from('R\x06PLACE!');

function node(opType: string, input: readonly string[], output: string, attribute: onnx.AttributeProto.$Properties[] = []) {
  return { opType, name: `${opType}_${output}`, input: [...input], output: [output], attribute };
}

function branch(name: string, node: onnx.NodeProto.$Properties[], output: string): onnx.AttributeProto.$Properties {
  const initializer = [{ name: `${name}_w`, dims: [1], dataType: 1, floatData: [2] }];
  return { name, type: GRAPH, g: { name, node, initializer, output: [{ name: output }], docString: `about ${name}` } };
}

/** An If in a branch of an If, and a function; the inner branch carries a field that nobody knows. */
function nestedModel(): Uint8Array {
  const deep = branch('then_branch', [node('Neg', ['a'], 'deep0'), node('Mul', ['deep0', 'then_branch_w'], 'deep1')], 'deep1');
  const inner = [{ ...deep, g: { ...deep.g, docString: 'PLACE!' } }, branch('else_branch', [node('Abs', ['a'], 'deep2')], 'deep2')];
  const outer = [
    branch('then_branch', [node('Relu', ['x'], 'a'), node('If', ['c'], 'inner', inner)], 'inner'),
    branch('else_branch', [node('Identity', ['x'], 'other')], 'other'),
  ];
  const value = (name: string, elemType: number) => ({ name, type: { tensorType: { elemType, shape: { dim: [] } } } });
  const bytes = Buffer.from(
    onnx.ModelProto.encode({
      irVersion: 9,
      opsetImport: [{ version: 17 }, { domain: 'local', version: 1 }],
      functions: [
        {
          name: 'F',
          domain: 'local',
          input: ['p'],
          output: ['q'],
          opsetImport: [{ version: 17 }],
          node: [node('Relu', ['p'], 'r'), node('Neg', ['r'], 'q')],
        },
      ],
      graph: {
        name: 'main',
        node: [node('If', ['c'], 'y', outer), { ...node('F', ['y'], 'z'), domain: 'local' }],
        input: [value('x', 1), value('c', 9)],
        output: [{ name: 'z' }],
      },
    }).finish(),
  );
  UNKNOWN_FIELD.copy(bytes, bytes.indexOf(PLACE));
  return bytes;
}

async function opened(): Promise<OnnxModel> {
  const file = path.join(folder, `model-${String(count++)}.onnx`);
  fs.writeFileSync(file, nestedModel());
  return openModel(file);
}

async function rewritten(model: OnnxModel, edits: readonly Edit[]): Promise<OnnxModel> {
  const file = path.join(folder, `variant-${String(count++)}.onnx`);
  const lineage = { parent: '0'.repeat(64), recipe: '[]', version: '0' };
  await writeModel(model, applyEdits(model.graph, { edits }), file, { lineage });
  return openModel(file);
}

/** The bytes of a body or function in its file. */
function bytesOf({ path: file, index, graph }: OnnxModel, name: string, kind: 'body' | 'function' = 'body'): readonly string[] {
  const bytes = fs.readFileSync(file);
  return graph.subgraphs
    .filter(scope => scope.name === name && scope.kind === kind)
    .flatMap(({ id }) =>
      (index.subgraphParts[id] ?? []).map(({ offset, length }) => bytes.subarray(offset, offset + length).toString('hex')),
    );
}

describe('edits of bodies and functions', () => {
  it('change a body at any depth and leave everything around it as it was, byte for byte', async () => {
    const model = await opened();
    const neg = model.graph.nodes.ops.indexOf('Neg', model.graph.subgraphs.findLast(({ name }) => name === 'then_branch')?.firstNode);
    const scope = model.graph.nodes.subgraphs[neg] ?? 0;
    const variant = await rewritten(model, [
      { kind: 'replaceNodes', scope, nodes: [neg], at: neg, with: [defineNode('Exp', 'made', ['a'], ['deep0'], [neg])] },
      { kind: 'setInitializer', scope, name: 'then_branch_w', weight: floats([1], [3]), origins: ['then_branch_w'] },
    ]);
    const { graph, reader } = variant;
    const made = graph.nodes.names.indexOf('made');
    expect(nodePath(graph, made)).toBe('0/then_branch/1/then_branch/0');
    expect(nodeOrigins(graph, made)).toEqual([neg]);
    const weight = graph.tensors.names.findIndex(
      (name, tensor) => name === 'then_branch_w' && graph.tensors.subgraphs[tensor] === graph.nodes.subgraphs[made],
    );
    expect(reader.readSmall(weight)?.data).toEqual(Float32Array.of(3));
    expect(bytesOf(variant, 'else_branch')).toEqual(bytesOf(model, 'else_branch'));
    expect(bytesOf(variant, 'F', 'function')).toEqual(bytesOf(model, 'F', 'function'));
    const [, inner = ''] = bytesOf(variant, 'then_branch');
    expect(inner).toContain(UNKNOWN_FIELD.toString('hex'));
  });

  it('change a function and nothing else', async () => {
    const model = await opened();
    const fn = model.graph.subgraphs.find(({ kind }) => kind === 'function');
    if (fn === undefined) throw new Error('The model has a function.');
    const at = fn.firstNode;
    const made = [defineNode('Exp', 'made', ['p'], ['r'], [at])];
    const { graph, ...variant } = await rewritten(model, [{ kind: 'replaceNodes', scope: fn.id, nodes: [at], at, with: made }]);
    const after = graph.subgraphs.find(({ kind }) => kind === 'function');
    expect(graph.nodes.ops.slice(after?.firstNode, (after?.firstNode ?? 0) + 2)).toEqual(['Exp', 'Neg']);
    for (const name of ['then_branch', 'else_branch']) expect(bytesOf({ graph, ...variant }, name)).toEqual(bytesOf(model, name));
  });
});
