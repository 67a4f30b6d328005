import { onlyReader } from '../../shared/graph/constants';
import { NONE, type Graph } from '../../shared/graph/graph';
import { nodeInputs, nodeOutput } from '../../shared/graph/traversal';
import type { PassInput } from '../pass';
import { defineNode, tensorName, type Rewriter } from '../rewrite/rewriter';
import type { Selection } from './selectUnits';

/**
 * Makes a Sum of an Add of activations behind a product of matrices that writes float32: of MatMul and Add the runtime would make a Gemm before it looks for
 * integer kernels, and it has none that adds a float32 matrix (onnxruntime MatMulAddFusion).
 */
export function keepProducts({ analyze }: PassInput, rewriter: Rewriter, { units, quantized }: Selection): void {
  const { graph } = rewriter;
  const { tensors } = analyze(graph);
  const inIntegers = new Set(units.flatMap(({ nodes }) => nodes));
  for (const { kind, layer, nodes } of units) {
    if (kind !== 'product' || layer?.op !== 'MatMul' || nodes.length > 1 || quantized.has(layer.output)) continue;
    const add = onlyReader(graph, layer.output);
    const isMatrix = tensors[layer.activation]?.shape?.length === 2;
    if (isMatrix && add !== NONE && isAdd(graph, add) && !inIntegers.has(add)) addAsSum(rewriter, add);
  }
}

function isAdd(graph: Graph, node: number): boolean {
  return graph.nodes.ops[node] === 'Add' && graph.nodes.domains[node] === '';
}

function addAsSum(rewriter: Rewriter, node: number): void {
  const { graph } = rewriter;
  const inputs = Array.from(nodeInputs(graph, node), tensor => tensorName(graph, tensor));
  const name = graph.nodes.names[node] ?? '';
  rewriter.remove(node);
  rewriter.insert(node, defineNode('Sum', name, inputs, [tensorName(graph, nodeOutput(graph, node, 0))], [node]));
}
