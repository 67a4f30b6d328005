import { applyEdits } from '../../shared/graph/applyEdits';
import { nodeOrigins } from '../../shared/graph/provenance';
import { mainGraph } from '../../shared/graph/traversal';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { LayerPlan } from '../../shared/report/passDescription';
import { skippedLayer } from '../layerPlans';
import type { Pass, PassInput, PassPlan } from '../pass';
import { removeDead } from '../rewrite/removeDead';
import { bodyNote } from './bodyNote';
import { Stripper } from './strip/stripper';

const QUANTIZED = new Set([
  'QuantizeLinear',
  'DequantizeLinear',
  'QLinearConv',
  'QLinearMatMul',
  'MatMulInteger',
  'ConvInteger',
  'MatMulNBits',
  'DynamicQuantizeLSTM',
]);

/** Nodes that stay as long as somebody reads integers from them. */
const QUANTIZERS = new Set(['QuantizeLinear', 'DynamicQuantizeLinear']);

/** The way back: a quantized model, of whatever origin, as one that computes in float32. */
export const dequantize: Pass = {
  description: {
    id: 'dequantize',
    title: 'Dequantize',
    description:
      'Takes quantization out of a model, in whatever form it was written, and stores its weights in float32: to look at it, to change it, or to quantize it anew.',
    fileTag: 'fp32',
    parameters: [],
    needs: 'nothing',
    promise: 'lossy',
  },
  prepare: () => [],
  plan: planDequantize,
};

async function planDequantize(input: PassInput): Promise<PassPlan> {
  const { graph } = input;
  const stripper = new Stripper(input);
  const layers: LayerPlan[] = [];
  const done: { readonly node: number; readonly detail: string }[] = [];
  for (let node = 0; node < mainGraph(graph).nodeCount; node++) {
    const outcome = input.selects(graph, node) ? await stripper.visit(node) : undefined;
    if (outcome === undefined) continue;
    if ('reason' in outcome) layers.push(skippedLayer(graph, node, outcome.reason, 'quantized'));
    else done.push({ node: nodeOrigins(graph, node)[0] ?? node, detail: outcome.done });
  }
  const stripped = removeDead(input, applyEdits(graph, stripper.rewriter.batch())).graph;
  const left = new Set(stripped.nodes.ops.flatMap((op, node) => (QUANTIZERS.has(op) ? nodeOrigins(stripped, node) : [])));
  layers.push(...done.map(({ node, detail }) => (left.has(node) ? kept(node) : changed(node, detail))));
  const changedNodes = layers.filter(({ action }) => action === 'change').length;
  if (changedNodes === 0) throw nothingToDequantize(layers[0]?.detail);
  return { graph: stripped, layers, changedNodes, notes: bodyNote(graph, (of, node) => QUANTIZED.has(of.nodes.ops[node] ?? '')) };
}

function kept(node: number): LayerPlan {
  const detail = 'its integers are read by what stays, or by the caller';
  return { node, action: 'skip', detail, precisionBefore: 'quantized', precisionAfter: 'quantized' };
}

function changed(node: number, detail: string): LayerPlan {
  return { node, action: 'change', detail, precisionBefore: 'quantized', precisionAfter: 'float32' };
}

function nothingToDequantize(reason: string | undefined): LayerwiseError {
  const why = reason === undefined ? 'it is not quantized' : `the first quantized node stays because ${reason}`;
  return new LayerwiseError('not-applicable', `There is nothing to dequantize in this model: ${why}.`);
}
