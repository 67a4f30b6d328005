import { assertNever } from '../../../shared/base/assertNever';
import type { AttributeValue } from '../../../shared/graph/attribute';
import type { NodeDefinition } from '../../../shared/graph/edit';
import { NONE, type NodeId } from '../../../shared/graph/graph';
import type { LinearLayer } from '../../../shared/graph/linearLayer';
import { floatAttribute, intAttribute } from '../../../shared/graph/nodeAttributes';
import { nodeInput, nodeOutput } from '../../../shared/graph/traversal';
import { makeWeight } from '../../makeWeight';
import { readFloats } from '../../readFloats';
import { defineNode, tensorName, type Rewriter } from '../../rewrite/rewriter';
import {
  dequantizeNode,
  insertFolded,
  MICROSOFT,
  storeForDequantize,
  storeForMatMulNBits,
  type BlockedSource,
  type StoredBlocks,
} from './storeBlocks';
import type { WeightContainer } from './weightChoice';

/** Activations in INT8, as the runtime itself chooses for DequantizeLinear before MatMul (MatMulNBits `accuracy_level`; onnxruntime, contrib ops). */
const INT8_ACTIVATIONS = 4;

/** Stores the weight of a MatMul or Gemm, [channels, depth], and takes `shifts` out of its bias. */
export async function storeProduct(
  source: BlockedSource,
  layer: LinearLayer,
  container: WeightContainer,
  shifts: Float64Array | undefined,
): Promise<void> {
  const bias = await storeBias(source, layer, shifts);
  switch (container) {
    case 'portable':
      return storePortable(source, layer, bias);
    case 'matmulnbits':
      return storeMatMulNBits(source, layer, bias);
    case 'folded':
      return storeFolded(source, layer, bias);
    default:
      return assertNever(container);
  }
}

/** Name of the bias from now on, `""` without one. A Gemm's beta is worked in. */
async function storeBias({ input, rewriter }: BlockedSource, layer: LinearLayer, shifts: Float64Array | undefined): Promise<string> {
  const { graph } = rewriter;
  const { node, bias, channels, op } = layer;
  if (bias === NONE) return '';
  const name = tensorName(graph, bias);
  const beta = op === 'Gemm' ? floatAttribute(graph, node, 'beta', 1) : 1;
  if (beta === 1 && shifts === undefined) return name;
  const compute = async (): Promise<Float32Array> =>
    (await readFloats(input, graph, bias)).map((value, channel) => value * beta - (shifts?.[channel] ?? 0));
  return rewriter.addWeight(`${name}_corrected`, await makeWeight(input, 'float32', [channels], compute), [name]);
}

async function storePortable(source: BlockedSource, layer: LinearLayer, bias: string): Promise<void> {
  const { rewriter, format, name } = source;
  const stored = await storeForDequantize(source);
  const output = rewriter.names.make(`${name}_dequantized`);
  rewriter.insert(layer.node, dequantizeNode(rewriter.names.make(`${name}_dequantize`), stored, output, 0, format.block));
  rewriter.setInput(layer.node, 1, output);
  keepProduct(source, layer, bias, 0);
}

async function storeFolded(source: BlockedSource, layer: LinearLayer, bias: string): Promise<void> {
  const { rewriter, rows, depth, name } = source;
  const weight = await insertFolded(source, layer.node, [rows, depth]);
  if (layer.op === 'Gemm') rewriter.setInput(layer.node, 1, weight);
  else {
    const turned = rewriter.names.make(`${name}_turned`);
    const perm = new Map<string, AttributeValue>([['perm', { kind: 'ints', values: [1, 0] }]]);
    rewriter.insert(layer.node, defineNode('Transpose', rewriter.names.make(`${name}_turn`), [weight], [turned], [], perm));
    rewriter.setInput(layer.node, 1, turned);
  }
  keepProduct(source, layer, bias, 1);
}

/** The node stays what it is, with another bias and without the factors that are worked in. */
function keepProduct({ rewriter }: BlockedSource, { node, op, bias: old, biasNode }: LinearLayer, bias: string, transB: 0 | 1): void {
  const { graph } = rewriter;
  if (biasNode !== NONE) rewriter.setInput(biasNode, nodeInput(graph, biasNode, 0) === old ? 0 : 1, bias);
  if (op !== 'Gemm') return;
  if (bias !== '') rewriter.setInput(node, 2, bias);
  if (intAttribute(graph, node, 'transB', 0) !== transB) rewriter.setAttribute(node, 'transB', { kind: 'int', value: transB });
  for (const name of ['alpha', 'beta'])
    if (floatAttribute(graph, node, name, 1) !== 1) rewriter.setAttribute(node, name, { kind: 'float', value: 1 });
}

async function storeMatMulNBits(source: BlockedSource, layer: LinearLayer, bias: string): Promise<void> {
  const { rewriter } = source;
  const { graph, names } = rewriter;
  const { node, op } = layer;
  const stored = await storeForMatMulNBits(source);
  const output = tensorName(graph, nodeOutput(graph, node, 0));
  const hasOwnBias = op === 'Gemm' && bias !== '';
  const product = hasOwnBias ? names.make(`${output}_product`) : output;
  multiplyBlocks(source, node, tensorName(graph, layer.activation), stored, product);
  if (hasOwnBias) rewriter.insert(node, addBias(rewriter, node, product, bias, output));
  else if (layer.biasNode !== NONE) {
    rewriter.setInput(layer.biasNode, nodeInput(graph, layer.biasNode, 0) === layer.bias ? 0 : 1, bias);
  }
}

/** The bias of a Gemm whose product is a node of its own. */
export function addBias({ names }: Rewriter, node: NodeId, product: string, bias: string, output: string): NodeDefinition {
  return defineNode('Add', names.make(`${output}_bias`), [product, bias], [output], [node]);
}

/** Puts com.microsoft.MatMulNBits in the place of a node: `product` is `activation` times the stored weight, transposed. */
export function multiplyBlocks(
  { rewriter, format, rows, depth }: BlockedSource,
  node: NodeId,
  activation: string,
  { codes, scales, zeroPoints }: StoredBlocks,
  product: string,
): void {
  const attributes = new Map<string, AttributeValue>([
    ['K', { kind: 'int', value: depth }],
    ['N', { kind: 'int', value: rows }],
    ['bits', { kind: 'int', value: format.bits }],
    ['block_size', { kind: 'int', value: format.block }],
    ['accuracy_level', { kind: 'int', value: INT8_ACTIVATIONS }],
  ]);
  const inputs = [activation, codes, scales, ...(zeroPoints === '' ? [] : [zeroPoints])];
  rewriter.edit({ kind: 'setOpset', domain: MICROSOFT, version: 1 });
  rewriter.remove(node);
  const definition = defineNode('MatMulNBits', rewriter.graph.nodes.names[node] ?? '', inputs, [product], [node], attributes);
  rewriter.insert(node, { ...definition, domain: MICROSOFT });
}
