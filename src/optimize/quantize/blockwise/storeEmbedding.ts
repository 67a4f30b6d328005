import type { AttributeValue } from '../../../shared/graph/attribute';
import type { NodeDefinition } from '../../../shared/graph/edit';
import type { NodeId } from '../../../shared/graph/graph';
import { nodeInput, nodeOutput } from '../../../shared/graph/traversal';
import { makeWeight, storedWeight } from '../../makeWeight';
import { defineNode, tensorName } from '../../rewrite/rewriter';
import { blocksOf, type BlockedWeight } from './blockGrid';
import { packRows } from './packNibbles';
import { nodeChain, type NodeChain } from './nodeChain';
import { dequantizeNode, insertFolded, MICROSOFT, type BlockedSource, type StoredBlocks } from './storeBlocks';
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
  const { rewriter, format, name } = source;
  const { graph, names } = rewriter;
  const output = tensorName(graph, nodeOutput(graph, node, 0));
  const indices = tensorName(graph, nodeInput(graph, node, 1));
  const { definitions, add } = nodeChain(names, output, node);
  const pick = (table: string, what: string): string => add('Gather', [table, indices], what, { axis: { kind: 'int', value: 0 } });
  const table = await storeTable(source);
  const stored = {
    codes: codesOf(source, pick(table.codes, 'bytes'), add),
    scales: pick(table.scales, 'scales'),
    zeroPoints: pick(table.zeroPoints, 'zero_points'),
  };
  const dequantize = dequantizeNode(names.make(`${name}_dequantize`), stored, output, -1, format.block);
  return [...definitions, { ...dequantize, origins: [node] }];
}

/** Stores a table for readers of bytes: [rows, depth], or [rows, depth / 2] when of 4 bits, and a scale and a zero-point per block. */
export function storeTable(source: BlockedSource): Promise<StoredBlocks> {
  const { input, rewriter, rows, depth, format, name, compute } = source;
  return source.storeOnce('table', async () => {
    const blocks = blocksOf(depth, format);
    const isPacked = format.bits === 4;
    const width = isPacked ? depth / 2 : depth;
    const bytes = await makeWeight(input, 'uint8', [rows, width], () => (isPacked ? packHalves(compute()) : compute().codes));
    const scales = await makeWeight(input, 'float32', [rows, blocks], () => compute().scales);
    const zeros = await makeWeight(input, 'uint8', [rows, blocks], () => compute().zeroPoints);
    return {
      codes: rewriter.addWeight(`${name}_quantized`, bytes, [name]),
      scales: rewriter.addWeight(`${name}_scale`, scales, [name]),
      zeroPoints: rewriter.addWeight(`${name}_zero_point`, zeros, [name]),
    };
  });
}

/** Codes [..., depth] out of bytes of `storeTable`. */
export function codesOf({ rewriter, format, name }: BlockedSource, bytes: string, add: NodeChain['add']): string {
  if (format.bits === 8) return bytes;
  const number = (value: number): string => rewriter.addWeight(`${name}_${String(value)}`, storedWeight('uint8', [], Uint8Array.of(value)));
  const low = add('BitwiseAnd', [bytes, number(0xf)], 'low');
  const high = add('BitShift', [bytes, number(4)], 'high', { direction: { kind: 'string', value: 'RIGHT' } });
  return add('Concat', [low, high], 'codes', { axis: { kind: 'int', value: -1 } });
}

/** Two codes per byte, of the first and the second half of a row, which are put side by side again without being mixed. */
function packHalves({ rows, depth, codes }: BlockedWeight): Uint8Array {
  const width = depth / 2;
  const bytes = new Uint8Array(rows * width);
  for (let row = 0; row < rows; row++)
    for (let k = 0; k < width; k++) bytes[row * width + k] = codes[row * depth + k]! | (codes[row * depth + width + k]! << 4);
  return bytes;
}

/** com.microsoft.GatherBlockQuantized over bytes. */
async function gatherBlocks(source: BlockedSource, node: NodeId): Promise<NodeDefinition> {
  const { rewriter, format } = source;
  const { graph } = rewriter;
  const { codes, scales, zeroPoints } = await storeForGather(source);
  const inputs = [codes, tensorName(graph, nodeInput(graph, node, 1)), scales, zeroPoints];
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

/** Stores a table as com.microsoft.GatherBlockQuantized reads it: bytes [rows, depth · bits / 8], two codes in each when of 4 bits, the first in the low half. */
export function storeForGather(source: BlockedSource): Promise<StoredBlocks> {
  const { input, rewriter, rows, depth, format, name, compute } = source;
  return source.storeOnce('gather', async () => {
    const blocks = blocksOf(depth, format);
    const pack = (codes: Uint8Array): Uint8Array => (format.bits === 4 ? packRows(codes, rows) : codes);
    const bytesOf = (count: number): number => Math.ceil((count * format.bits) / 8);
    const codes = await makeWeight(input, 'uint8', [rows, bytesOf(depth)], () => pack(compute().codes));
    const scales = await makeWeight(input, 'float32', [rows, blocks], () => compute().scales);
    const zeros = await makeWeight(input, 'uint8', [rows, bytesOf(blocks)], () => pack(compute().zeroPoints));
    return {
      codes: rewriter.addWeight(`${name}_quantized`, codes, [name]),
      scales: rewriter.addWeight(`${name}_scale`, scales, [name]),
      zeroPoints: rewriter.addWeight(`${name}_zero_point`, zeros, [name]),
    };
  });
}
