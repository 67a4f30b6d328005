import type { AttributeValue } from '../../../shared/graph/attribute';
import type { NodeDefinition } from '../../../shared/graph/edit';
import type { NodeId } from '../../../shared/graph/graph';
import { nodeInput, nodeOutput } from '../../../shared/graph/traversal';
import { makeWeight, storedWeight } from '../../makeWeight';
import { defineNode, tensorName } from '../../rewrite/rewriter';
import { blocksOf, type BlockedWeight } from './blockGrid';
import { packRows } from './packNibbles';
import { dequantizeNode, insertFolded, MICROSOFT, type BlockedSource } from './storeBlocks';
import type { WeightContainer } from './weightChoice';

/** Stores the table of a Gather, of which only the rows that are picked are computed back, in every run. */
export async function storeEmbedding(source: BlockedSource, node: NodeId, container: WeightContainer): Promise<void> {
  const { rewriter, rows, depth } = source;
  if (container === 'folded') {
    rewriter.setInput(node, 0, await insertFolded(source, node, [rows, depth]));
    return;
  }
  rewriter.remove(node);
  const definitions = container === 'portable' ? await pickAndDequantize(source, node) : [await gatherBlocks(source, node)];
  rewriter.insert(node, ...definitions);
}

/** Gather of codes and of scales, then DequantizeLinear over both. Gather has no 4-bit types, so bytes are picked and taken apart. */
async function pickAndDequantize(source: BlockedSource, node: NodeId): Promise<readonly NodeDefinition[]> {
  const { input, rewriter, rows, depth, format, name, compute } = source;
  const { graph, names } = rewriter;
  const output = tensorName(graph, nodeOutput(graph, node, 0));
  const indices = tensorName(graph, nodeInput(graph, node, 1));
  const definitions: NodeDefinition[] = [];
  const add = (op: string, inputs: readonly string[], what: string, attributes: Readonly<Record<string, AttributeValue>> = {}): string => {
    const result = names.make(`${output}_${what}`);
    const nodeName = names.make(`${output}_${what}_${op.toLowerCase()}`);
    definitions.push(defineNode(op, nodeName, inputs, [result], [node], new Map(Object.entries(attributes))));
    return result;
  };
  const pick = (table: string, what: string): string => add('Gather', [table, indices], what, { axis: { kind: 'int', value: 0 } });
  const blocks = blocksOf(depth, format);
  const isPacked = format.bits === 4;
  const width = isPacked ? depth / 2 : depth;
  const bytes = await makeWeight(input, 'uint8', [rows, width], () => (isPacked ? packHalves(compute()) : compute().codes));
  const scales = await makeWeight(input, 'float32', [rows, blocks], () => compute().scales);
  const zeros = await makeWeight(input, 'uint8', [rows, blocks], () => compute().zeroPoints);
  const picked = pick(rewriter.addWeight(`${name}_quantized`, bytes, [name]), 'bytes');
  const number = (value: number): string => rewriter.addWeight(`${name}_${String(value)}`, storedWeight('uint8', [], Uint8Array.of(value)));
  const codes = isPacked
    ? add(
        'Concat',
        [
          add('BitwiseAnd', [picked, number(0xf)], 'low'),
          add('BitShift', [picked, number(4)], 'high', { direction: { kind: 'string', value: 'RIGHT' } }),
        ],
        'codes',
        { axis: { kind: 'int', value: -1 } },
      )
    : picked;
  const stored = {
    codes,
    scales: pick(rewriter.addWeight(`${name}_scale`, scales, [name]), 'scales'),
    zeroPoints: pick(rewriter.addWeight(`${name}_zero_point`, zeros, [name]), 'zero_points'),
  };
  const dequantize = dequantizeNode(names.make(`${name}_dequantize`), stored, output, -1, format.block);
  return [...definitions, { ...dequantize, origins: [node] }];
}

/** Two codes per byte, of the first and the second half of a row, which are put side by side again without being mixed. */
function packHalves({ rows, depth, codes }: BlockedWeight): Uint8Array {
  const width = depth / 2;
  const bytes = new Uint8Array(rows * width);
  for (let row = 0; row < rows; row++)
    for (let k = 0; k < width; k++) bytes[row * width + k] = codes[row * depth + k]! | (codes[row * depth + width + k]! << 4);
  return bytes;
}

/** com.microsoft.GatherBlockQuantized over bytes, two codes in each when of 4 bits, the first in the low half. */
async function gatherBlocks(source: BlockedSource, node: NodeId): Promise<NodeDefinition> {
  const { input, rewriter, rows, depth, format, name, compute } = source;
  const { graph } = rewriter;
  const blocks = blocksOf(depth, format);
  const pack = (codes: Uint8Array): Uint8Array => (format.bits === 4 ? packRows(codes, rows) : codes);
  const bytesOf = (count: number): number => Math.ceil((count * format.bits) / 8);
  const codes = await makeWeight(input, 'uint8', [rows, bytesOf(depth)], () => pack(compute().codes));
  const scales = await makeWeight(input, 'float32', [rows, blocks], () => compute().scales);
  const zeros = await makeWeight(input, 'uint8', [rows, bytesOf(blocks)], () => pack(compute().zeroPoints));
  const inputs = [
    rewriter.addWeight(`${name}_quantized`, codes, [name]),
    tensorName(graph, nodeInput(graph, node, 1)),
    rewriter.addWeight(`${name}_scale`, scales, [name]),
    rewriter.addWeight(`${name}_zero_point`, zeros, [name]),
  ];
  const attributes = new Map<string, AttributeValue>([
    ['bits', { kind: 'int', value: format.bits }],
    ['block_size', { kind: 'int', value: format.block }],
    ['gather_axis', { kind: 'int', value: 0 }],
    ['quantize_axis', { kind: 'int', value: 1 }],
  ]);
  const output = tensorName(graph, nodeOutput(graph, node, 0));
  rewriter.edit({ kind: 'setOpset', domain: MICROSOFT, version: 1 });
  const definition = defineNode('GatherBlockQuantized', graph.nodes.names[node] ?? '', inputs, [output], [node], attributes);
  return { ...definition, domain: MICROSOFT };
}
