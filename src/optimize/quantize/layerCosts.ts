import type { Graph, NodeId } from '../../shared/graph/graph';
import { isLinearOp } from '../../shared/graph/linearLayer';
import { nodeOrigins } from '../../shared/graph/provenance';
import type { LayerError } from '../../shared/report/layerError';
import type { Laboratory, PassStep } from '../laboratory';
import type { PassInput } from '../pass';
import type { LayerCost } from './planSearch';
import { planTimes } from './planTimes';
import { quantizePlainly } from './accuracyHelpers';
import { planStatic } from './quantizeStatic';
import { selectAll } from './selectUnits';

export interface CostTask {
  readonly input: PassInput;
  readonly laboratory: Laboratory;
  /** All layers in INT8. */
  readonly int8: Graph;
  /** Linear layers that are quantized in it, in ids of the model on the command line. */
  readonly layers: readonly NodeId[];
}

const ERRORS: PassStep = { title: 'errors of layers', from: 0.1, to: 0.15 };
const TIMES: PassStep = { title: 'time of layers', from: 0.15, to: 0.25 };
const FIRST = 0.25;
const LAST = 0.7;

/**
 * What each layer costs in INT8: its own error and time from the model with all of them, and what it alone does to the outputs, from a candidate each on a few
 * samples (knowledge of the field: sensitivity is best measured one layer at a time).
 */
export async function layerCosts(task: CostTask): Promise<readonly LayerCost[]> {
  const { laboratory, int8, layers } = task;
  const errors = await laboratory.layerErrors(int8, ERRORS);
  const [times] = await planTimes(task, [{ plan: { graph: int8 } }], TIMES);
  const costs: LayerCost[] = [];
  for (const [index, node] of layers.entries()) {
    costs.push({
      node,
      noise: await noiseOf(task, node, index),
      localDb: worstOf(errors, node),
      floatMs: times?.float.byLayer.get(node) ?? 0,
      int8Ms: times?.int8.byLayer.get(node) ?? 0,
    });
  }
  return costs;
}

/** Which of the chosen linear layers may be quantized; everything between them follows. */
export function choosing(input: PassInput, chosen: ReadonlySet<NodeId>): PassInput {
  const selects: PassInput['selects'] = (graph, node) =>
    input.selects(graph, node) && (!isLinearOp(graph, node) || nodeOrigins(graph, node).some(origin => chosen.has(origin)));
  return { ...input, selects };
}

async function noiseOf({ input, laboratory, layers }: CostTask, node: NodeId, index: number): Promise<number> {
  const selects: PassInput['selects'] = (graph, other) => input.selects(graph, other) && nodeOrigins(graph, other).includes(node);
  const { graph } = await planStatic({ ...input, selects }, quantizePlainly, selectAll);
  const share = (LAST - FIRST) / layers.length;
  const title = `layer ${index + 1} of ${layers.length}`;
  const { sqnrDb } = await laboratory.judge(graph, 'few', { title, from: FIRST + share * index, to: FIRST + share * (index + 1) });
  return 10 ** (-sqnrDb / 10);
}

function worstOf(errors: readonly LayerError[], node: NodeId): number {
  const own = errors.filter(({ layer, localDb }) => layer === node && !Number.isNaN(localDb)).map(({ localDb }) => localDb);
  return own.length === 0 ? Number.NaN : Math.min(...own);
}
