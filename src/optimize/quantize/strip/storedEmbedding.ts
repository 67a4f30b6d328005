import type { AttributeValue } from '../../../shared/graph/attribute';
import { constantWeight } from '../../../shared/graph/constants';
import { NONE, type Graph, type NodeId, type TensorId } from '../../../shared/graph/graph';
import { intAttribute } from '../../../shared/graph/nodeAttributes';
import { nodeInput, nodeInputs, nodeOutput, producerOf } from '../../../shared/graph/traversal';
import { makeWeight } from '../../makeWeight';
import { defineNode } from '../../rewrite/rewriter';
import { dequantizeValues, unpackCodes } from './dequantizeValues';
import type { Stripped, Stripper } from './stripper';

/** Stored codes, scales and zero-points of a table that rows are picked from before they are computed back. */
interface Table {
  readonly indices: TensorId;
  readonly codes: TensorId;
  readonly scales: TensorId;
  readonly zeroPoints: TensorId;
  readonly block: number;
  readonly bits: number;
  /** How two codes of 4 bits share a byte: neighbours, or the same place of both halves of a row; `one` code per element. */
  readonly packing: 'one' | 'neighbours' | 'halves';
}

/** A table that is picked from in integers becomes Gather from a float32 table; `undefined` where that is not what a node does. */
export async function storedEmbedding(stripper: Stripper, node: NodeId): Promise<Stripped> {
  const { graph, rewriter, input } = stripper;
  const table = graph.nodes.ops[node] === 'DequantizeLinear' ? tableOfGathers(graph, node) : tableOfBlocks(graph, node);
  if (table === undefined)
    return graph.nodes.ops[node] === 'DequantizeLinear' ? undefined : { reason: 'its table is laid out in a way that is not known' };
  const { codes, scales, zeroPoints, block, bits, packing } = table;
  const [rows = 0, stored = 0] = constantWeight(graph, codes)?.dims ?? [];
  const depth = packing === 'one' ? stored : (stored * 8) / bits;
  const blocks = Math.ceil(depth / block);
  const reader = input.readerOf(graph);
  const compute = async (): Promise<Float32Array> => {
    const bytes = (await reader.read(codes)).data;
    const packedZeros = zeroPoints === NONE ? undefined : (await reader.read(zeroPoints)).data;
    const unpacked = packing === 'neighbours';
    const values = packing === 'one' ? bytes : unpacked ? unpackCodes(bytes, bits, rows, depth) : unpackHalves(bytes, rows, depth);
    const zeros = unpacked && packedZeros !== undefined ? unpackCodes(packedZeros, bits, rows, blocks) : packedZeros;
    const middle = unpacked && zeros === undefined ? Uint8Array.of(2 ** (bits - 1)) : zeros;
    return dequantizeValues({
      codes: values,
      dims: [rows, depth],
      scales: (await reader.read(scales)).data,
      zeroPoints: middle,
      axis: 1,
      block,
    });
  };
  const name = stripper.name(codes);
  const weight = rewriter.addWeight(`${name}_float`, await makeWeight(input, 'float32', [rows, depth], compute), [name]);
  const axis = new Map<string, AttributeValue>([['axis', { kind: 'int', value: 0 }]]);
  rewriter.remove(node);
  const inputs = [weight, stripper.name(table.indices)];
  rewriter.insert(
    node,
    defineNode('Gather', graph.nodes.names[node] ?? '', inputs, [stripper.name(nodeOutput(graph, node, 0))], [node], axis),
  );
  return { done: 'table stored in float32' };
}

function tableOfBlocks(graph: Graph, node: NodeId): Table | undefined {
  const [codes = NONE, indices = NONE, scales = NONE, zeroPoints = NONE] = nodeInputs(graph, node);
  const stored = constantWeight(graph, codes);
  const isPlain = intAttribute(graph, node, 'gather_axis', 0) === 0 && [1, -1].includes(intAttribute(graph, node, 'quantize_axis', 1));
  if (stored?.dims.length !== 2 || !isPlain || constantWeight(graph, scales) === undefined) return undefined;
  const [bits, block] = [intAttribute(graph, node, 'bits', 4), intAttribute(graph, node, 'block_size', 128)];
  return { indices, codes, scales, zeroPoints, block, bits, packing: stored.dtype === 'uint8' ? 'neighbours' : 'one' };
}

/** DequantizeLinear over blocks of what Gather nodes pick with the same indices from codes, scales and zero-points. */
function tableOfGathers(graph: Graph, node: NodeId): Table | undefined {
  const [value = NONE, scale = NONE, zeroPoint = NONE] = nodeInputs(graph, node);
  const halves = halvesOf(graph, value);
  const codes = pickedFrom(graph, halves ?? value);
  const scales = pickedFrom(graph, scale);
  const zeros = zeroPoint === NONE ? { table: NONE, indices: scales?.indices } : pickedFrom(graph, zeroPoint);
  const block = intAttribute(graph, node, 'block_size', 0);
  if (codes === undefined || scales === undefined || zeros === undefined || block === 0 || intAttribute(graph, node, 'axis', 1) !== -1)
    return undefined;
  if (scales.indices !== codes.indices || zeros.indices !== codes.indices) return undefined;
  const packing = halves === undefined ? 'one' : 'halves';
  return {
    indices: codes.indices,
    codes: codes.table,
    scales: scales.table,
    zeroPoints: zeros.table,
    block,
    bits: halves === undefined ? 8 : 4,
    packing,
  };
}

function pickedFrom(graph: Graph, tensor: TensorId): { readonly table: TensorId; readonly indices: TensorId } | undefined {
  const producer = producerOf(graph, tensor);
  if (producer === NONE || graph.nodes.ops[producer] !== 'Gather' || intAttribute(graph, producer, 'axis', 0) !== 0) return undefined;
  const table = nodeInput(graph, producer, 0);
  return constantWeight(graph, table)?.dims.length === 2 ? { table, indices: nodeInput(graph, producer, 1) } : undefined;
}

/** The bytes that Concat(BitwiseAnd(bytes, 15), BitShift(bytes, 4)) takes apart. */
function halvesOf(graph: Graph, tensor: TensorId): TensorId | undefined {
  const concat = producerOf(graph, tensor);
  if (concat === NONE || graph.nodes.ops[concat] !== 'Concat') return undefined;
  const [low = NONE, high = NONE] = [...nodeInputs(graph, concat)].map(part => producerOf(graph, part));
  const isPair = low !== NONE && high !== NONE && graph.nodes.ops[low] === 'BitwiseAnd' && graph.nodes.ops[high] === 'BitShift';
  const bytes = isPair ? nodeInput(graph, low, 0) : NONE;
  return isPair && nodeInput(graph, high, 0) === bytes ? bytes : undefined;
}

function unpackHalves(bytes: ArrayLike<unknown>, rows: number, depth: number): Uint8Array {
  const width = depth / 2;
  return Uint8Array.from({ length: rows * depth }, (_, index) => {
    const [row, k] = [Math.floor(index / depth), index % depth];
    const byte = Number(bytes[row * width + (k % width)]);
    return k < width ? byte & 0xf : byte >> 4;
  });
}
