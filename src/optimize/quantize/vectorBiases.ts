import { constantWeight } from '../../shared/graph/constants';
import type { NodeId, TensorId } from '../../shared/graph/graph';
import { intAttribute } from '../../shared/graph/nodeAttributes';
import { nodeInputs } from '../../shared/graph/traversal';
import { makeWeight } from '../makeWeight';
import { readFloats } from '../readFloats';
import { nodeRule, type RuleContext } from '../rewrite/nodeRule';
import type { Rule } from '../rewrite/rule';
import { whyUnreadable } from '../whyUnreadable';

/** Constant biases of one row or one value, of a Gemm or in the Add behind a MatMul, become the vector of a value per channel that a layer has. */
export const vectorBiases: Rule = nodeRule(ofGemm, ofMatMul);

function ofGemm(context: RuleContext, node: NodeId): Promise<string> | undefined {
  if (context.op(node) !== 'Gemm') return undefined;
  const axis = intAttribute(context.graph, node, 'transB', 0) === 0 ? 1 : 0;
  return asVector(context, node, 2, constantWeight(context.graph, context.in(node, 1))?.dims[axis]);
}

/** Only where the bias adds no axis to the product. */
function ofMatMul(context: RuleContext, node: NodeId): Promise<string> | undefined {
  if (context.op(node) !== 'Add') return undefined;
  const inputs = [...nodeInputs(context.graph, node)];
  const product = inputs.findIndex(tensor => context.ownMaker(tensor, node, 'MatMul') >= 0);
  const index = 1 - product;
  const bias = inputs[index];
  if (product < 0 || bias === undefined) return undefined;
  const maker = context.ownMaker(inputs[product] ?? bias, node, 'MatMul');
  const rank = context.facts(context.in(maker, 0)).shape?.length ?? 0;
  const isWider = (constantWeight(context.graph, bias)?.dims.length ?? 0) > rank;
  return isWider ? undefined : asVector(context, node, index, constantWeight(context.graph, context.in(maker, 1))?.dims[1]);
}

function asVector(context: RuleContext, node: NodeId, index: number, channels: number | undefined): Promise<string> | undefined {
  const bias = context.in(node, index);
  const stored = constantWeight(context.graph, bias);
  if (channels === undefined || stored?.dtype !== 'float32' || whyUnreadable(stored) !== undefined) return undefined;
  const { dims } = stored;
  const isVector = dims.length === 1 && dims[0] === channels;
  const isRow = dims.slice(0, -1).every(dim => dim === 1) && [1, channels].includes(dims.at(-1) ?? 1);
  return isVector || !isRow ? undefined : store(context, node, index, bias, channels);
}

async function store(
  { input, graph, rewriter }: RuleContext,
  node: NodeId,
  index: number,
  bias: TensorId,
  channels: number,
): Promise<string> {
  const spread = await makeWeight(input, 'float32', [channels], async () => {
    const values = await readFloats(input, graph, bias);
    return Float32Array.from({ length: channels }, (_, channel) => values[values.length === 1 ? 0 : channel] ?? 0);
  });
  const source = graph.tensors.names[bias] ?? '';
  rewriter.setInput(node, index, rewriter.addWeight(`${source}_vector`, spread, [source]));
  return 'bias as a vector';
}
