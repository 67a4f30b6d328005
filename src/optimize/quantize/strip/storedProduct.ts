import { constantWeight } from '../../../shared/graph/constants';
import { NONE, type NodeId } from '../../../shared/graph/graph';
import { intAttribute } from '../../../shared/graph/nodeAttributes';
import { nodeInputs, nodeOutput } from '../../../shared/graph/traversal';
import { makeWeight } from '../../makeWeight';
import { defineNode } from '../../rewrite/rewriter';
import { unpackCodes } from './dequantizeValues';
import type { Stripped, Stripper } from './stripper';

/** com.microsoft.MatMulNBits becomes MatMul with a float32 weight [K, N], and Add where it has a bias. */
export async function storedProduct(stripper: Stripper, node: NodeId): Promise<Stripped> {
  const { graph, rewriter, input } = stripper;
  const [activation = NONE, codes = NONE, scales = NONE, zeroPoints = NONE, order = NONE, bias = NONE] = nodeInputs(graph, node);
  if (order !== NONE) return { reason: 'its inputs are in an order of their own (g_idx)' };
  if ([codes, scales].some(tensor => constantWeight(graph, tensor) === undefined)) return { reason: 'its weight is not stored' };
  if (zeroPoints !== NONE && constantWeight(graph, zeroPoints)?.dtype !== 'uint8') return { reason: 'its zero-points are no integers' };
  const [depth, rows] = [intAttribute(graph, node, 'K', 0), intAttribute(graph, node, 'N', 0)];
  const [bits, block] = [intAttribute(graph, node, 'bits', 4), intAttribute(graph, node, 'block_size', 32)];
  if (![2, 4, 8].includes(bits)) return { reason: `it has ${String(bits)} bits, which do not fill bytes` };
  const blocks = Math.ceil(depth / block);
  const reader = input.readerOf(graph);
  const compute = async (): Promise<Float32Array> => {
    const values = unpackCodes((await reader.read(codes)).data, bits, rows, blocks * block);
    const steps = (await reader.read(scales)).data;
    const zeros = zeroPoints === NONE ? undefined : unpackCodes((await reader.read(zeroPoints)).data, bits, rows, blocks);
    return Float32Array.from({ length: depth * rows }, (_, index) => {
      const [k, row] = [Math.floor(index / rows), index % rows];
      const place = row * blocks + Math.floor(k / block);
      return (values[row * blocks * block + k]! - (zeros?.[place] ?? 2 ** (bits - 1))) * Number(steps[place]);
    });
  };
  const name = stripper.name(codes);
  const weight = rewriter.addWeight(`${name}_float`, await makeWeight(input, 'float32', [depth, rows], compute), [name]);
  const output = stripper.name(nodeOutput(graph, node, 0));
  const product = bias === NONE ? output : rewriter.names.make(`${output}_product`);
  rewriter.remove(node);
  rewriter.insert(node, defineNode('MatMul', graph.nodes.names[node] ?? '', [stripper.name(activation), weight], [product], [node]));
  if (bias !== NONE)
    rewriter.insert(node, defineNode('Add', rewriter.names.make(`${output}_bias`), [product, stripper.name(bias)], [output], [node]));
  return { done: 'MatMul in float32' };
}
