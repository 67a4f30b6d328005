import { assertNever } from '../../../shared/base/assertNever';
import { NONE, type NodeId } from '../../../shared/graph/graph';
import type { LinearLayer } from '../../../shared/graph/linearLayer';
import { nodeInput, nodeOutput } from '../../../shared/graph/traversal';
import { tensorName } from '../../rewrite/rewriter';
import { int64Vector } from '../../rewrite/vectorWeight';
import { blocksOf } from './blockGrid';
import { nodeChain, type NodeChain } from './nodeChain';
import { dequantizeNode, insertFolded, type BlockedSource } from './storeBlocks';
import { codesOf, storeForGather, storeTable } from './storeEmbedding';
import { addBias, multiplyBlocks } from './storeProduct';
import type { WeightContainer } from './weightChoice';

/**
 * Lets a MatMul, or a Gemm with `transB`, read, transposed, the table that is stored for a Gather: the codes are in the file once. What turns and takes apart constant codes is
 * computed by runtimes at load.
 */
export async function storeTied(
  source: BlockedSource,
  node: NodeId,
  gemm: LinearLayer | undefined,
  container: WeightContainer,
): Promise<void> {
  const { rewriter } = source;
  const chain = nodeChain(rewriter.names, tensorName(rewriter.graph, nodeOutput(rewriter.graph, node, 0)), node);
  switch (container) {
    case 'portable':
      if (gemm !== undefined) rewriter.setAttribute(node, 'transB', { kind: 'int', value: 0 });
      return dequantizeTurned(source, node, chain);
    case 'matmulnbits':
      return multiplyGathered(source, node, gemm, chain);
    case 'folded': {
      const table = await insertFolded(source, node, [source.rows, source.depth]);
      const weight = gemm === undefined ? turn(chain, table, 'weight') : table;
      rewriter.insert(node, ...chain.definitions);
      rewriter.setInput(node, 1, weight);
      return;
    }
    default:
      return assertNever(container);
  }
}

function turn({ add }: NodeChain, matrix: string, what: string): string {
  return add('Transpose', [matrix], `turned_${what}`, { perm: { kind: 'ints', values: [1, 0] } });
}

/** Codes, not weights, are turned, so that DequantizeLinear stands before the MatMul, where the runtime joins both. */
async function dequantizeTurned(source: BlockedSource, node: NodeId, chain: NodeChain): Promise<void> {
  const { rewriter, format, name } = source;
  const table = await storeTable(source);
  const stored = {
    codes: turn(chain, codesOf(source, table.codes, chain.add), 'codes'),
    scales: turn(chain, table.scales, 'scales'),
    zeroPoints: turn(chain, table.zeroPoints, 'zero_points'),
  };
  const weight = rewriter.names.make(`${name}_dequantized`);
  const dequantize = dequantizeNode(rewriter.names.make(`${name}_dequantize`), stored, weight, 0, format.block);
  rewriter.insert(node, ...chain.definitions, dequantize);
  rewriter.setInput(node, 1, weight);
}

/** Bytes of GatherBlockQuantized are those of MatMulNBits with the blocks of a row apart, where blocks divide the depth. */
async function multiplyGathered(source: BlockedSource, node: NodeId, gemm: LinearLayer | undefined, chain: NodeChain): Promise<void> {
  const { rewriter, format, rows, depth, name } = source;
  const { graph } = rewriter;
  const table = await storeForGather(source);
  const dims = int64Vector([rows, blocksOf(depth, format), (format.block * format.bits) / 8]);
  const codes = chain.add('Reshape', [table.codes, rewriter.addWeight(`${name}_blocks`, dims)], 'blocks');
  rewriter.insert(node, ...chain.definitions);
  const activation = tensorName(graph, nodeInput(graph, node, 0));
  const output = tensorName(graph, nodeOutput(graph, node, 0));
  const bias = gemm === undefined || gemm.biasNode !== NONE ? NONE : gemm.bias;
  const product = bias === NONE ? output : rewriter.names.make(`${output}_product`);
  multiplyBlocks(source, node, activation, { ...table, codes }, product);
  if (bias !== NONE) rewriter.insert(node, addBias(rewriter, node, product, tensorName(graph, bias), output));
}
