import { applyEdits } from '../../shared/graph/applyEdits';
import type { Graph } from '../../shared/graph/graph';
import { isLinearOp } from '../../shared/graph/linearLayer';
import type { LayerPlan, PassParameter } from '../../shared/report/passDescription';
import { changedLayer, skippedLayer } from '../layerPlans';
import type { Laboratory } from '../laboratory';
import type { Pass, PassInput, PassPlan } from '../pass';
import { removeDead } from '../rewrite/removeDead';
import { BIAS_CORRECTION } from './biasCorrection';
import { functionNote } from './bodyNote';
import { nothingToQuantize } from './nothingToQuantize';
import { observationGroups, observeInputs } from './blockwise/observeInputs';
import type { RoundingMethod } from './blockwise/quantizeMatrix';
import { WeightQuantizer, type TargetOutcome } from './blockwise/weightQuantizer';
import { weightTargets, type WeightTarget } from './blockwise/weightTargets';
import { planScopes, type ScopePlan } from '../rewrite/planScopes';
import { preparation } from './preparation';
import { vectorBiases } from './vectorBiases';
import { weightChoice, type WeightChoice } from './blockwise/weightChoice';
import { control } from '../../shared/base/control';

/** DequantizeLinear has `block_size`, and 4-bit types exist, from here on. */
const BLOCKED_OPSET = 21;
/** Reshape takes its shape as an input, and Gather and Cast are as they are now. */
const PLAIN_OPSET = 13;

/** What `auto` means without data. */
const DATA_FREE: RoundingMethod = 'rtn';

const PARAMETERS: readonly PassParameter[] = [
  {
    name: 'bits',
    title: 'Bits',
    type: 'choice',
    choices: ['4', '8'],
    default: '4',
    description: 'Of each weight. Convolutions always have 8.',
  },
  {
    ...{ name: 'block', title: 'Block', type: 'choice', choices: ['16', '32', '64', '128', '256'], default: '32' },
    description: 'How many weights share a scale: fewer are more exact, more make a smaller file.',
  },
  {
    ...{ name: 'format', title: 'Format', type: 'choice', choices: ['portable', 'matmulnbits', 'folded'], default: 'portable' },
    description:
      'portable is standard ONNX (DequantizeLinear in blocks before MatMul); matmulnbits is the runtime’s own operator; folded is computed back to float32 at load, so that it runs like the original and only the file is small.',
  },
  {
    ...{ name: 'method', title: 'Rounding', type: 'choice', choices: ['auto', 'gptq', 'hqq', 'rtn'], default: 'auto' },
    description:
      'gptq keeps each layer’s output on the calibration data; hqq and rtn need no data; auto is gptq where there are data, else rtn.',
  },
  {
    ...{ name: 'symmetric', title: 'Symmetric', type: 'boolean', default: false },
    description: 'Without a zero-point per block: smaller; with one: more exact where weights are lopsided.',
  },
  BIAS_CORRECTION,
];

/** Stores weights in 4 or 8 bits and computes with float activations: a smaller file, and less to read from memory. */
export const quantizeWeights: Pass = {
  description: {
    id: 'quantize-weights',
    title: 'Quantize Weights',
    description:
      'Stores weights in 4 or 8 bits, in blocks with a scale of their own; activations stay float32. Makes the file smaller, seldom faster.',
    fileTag: 'w4',
    parameters: PARAMETERS,
    needs: 'nothing',
    promise: 'lossy',
  },
  prepare: (graph, parameters) => preparation(graph, isPlain(weightChoice(parameters)) ? PLAIN_OPSET : BLOCKED_OPSET),
  plan: planWeights,
};

/** Whether no operator of opset 21 is needed. */
function isPlain({ format, container }: WeightChoice): boolean {
  return format.bits === 8 ? container !== 'portable' : container === 'matmulnbits';
}

const NOTHING = {
  claim: 'No weights of this model can be stored in fewer bits',
  none: 'it has no MatMul, Gemm or Conv with weights and no embedding',
  kept: 'layers the first stays as it is',
};

async function planWeights(input: PassInput): Promise<PassPlan> {
  const { laboratory, graph } = input;
  const choice = weightChoice(input.parameters);
  const method = choice.method === 'auto' ? (laboratory?.hasData === true ? 'gptq' : DATA_FREE) : choice.method;
  const inBodies = method === 'gptq' ? DATA_FREE : method;
  const planned = await planScopes(input, (scope, whole) => storeWeights(scope, choice, whole === undefined ? method : inBodies));
  const { layers } = planned;
  const elsewhere = functionNote(graph, isLinearOp);
  const changedNodes = layers.filter(({ action }) => action === 'change').length;
  if (changedNodes === 0) throw nothingToQuantize(graph, NOTHING, layers, elsewhere);
  const changed = removeDead(input, planned.graph).graph;
  const notes = [...elsewhere, ...dataNote(method, laboratory)];
  return { graph: changed, layers, changedNodes, notes, fileTag: `w${String(choice.format.bits)}` };
}

/** What is read inside bodies is not observed, so there is no `gptq` in them. */
async function storeWeights(given: PassInput, choice: WeightChoice, method: RoundingMethod): Promise<ScopePlan> {
  const { graph } = await vectorBiases(given, given.graph);
  const input = { ...given, graph };
  const { laboratory } = input;
  const { targets, skipped } = weightTargets(input);
  const quantizer = new WeightQuantizer(input, choice, method);
  const layers: LayerPlan[] = [...skipped];
  for (const group of observationGroups(targets)) {
    const findings = laboratory && method === 'gptq' ? await observeInputs(input, laboratory, group) : undefined;
    for (const target of group) layers.push(lineOf(graph, target, choice, await quantizer.quantize(target, findings)));
  }
  return { graph: applyEdits(graph, quantizer.batch()), layers };
}

function lineOf(graph: Graph, { node, kind }: WeightTarget, { format }: WeightChoice, outcome: TargetOutcome): LayerPlan {
  if ('reason' in outcome) return skippedLayer(graph, node, outcome.reason);
  return changedLayer(graph, node, outcome.done, kind === 'convolution' || format.bits === 8 ? 'int8 weights' : 'int4 weights');
}

function dataNote(method: RoundingMethod, laboratory: Laboratory | undefined): readonly string[] {
  if (method !== 'gptq' || laboratory === undefined || laboratory.hasData === true) return [];
  return [
    `There were no data, so gptq was fitted to random inputs, which mean nothing. ${control('Give calibration data with --data', 'Choose calibration data')}, or leave the method to auto.`,
  ];
}
