import type { LayerPlan } from '../../shared/report/passDescription';
import { changedLayer } from '../layerPlans';
import type { Pass, PassInput, PassPlan } from '../pass';
import { foldAffine } from './foldAffine';
import { foldScaleForward } from './foldScaleForward';
import { foldConstants } from './foldConstants';
import { foldShapes } from './foldShapes';
import { fuseAttention } from './fuseAttention';
import { fuseGelu } from './fuseGelu';
import { fuseHardSwish } from './fuseHardSwish';
import { fuseLayerNorm, fuseRmsNorm } from './fuseNorms';
import { mergeDuplicates } from './mergeDuplicates';
import { mergeViews, transposeDirectly } from './mergeViews';
import { removeDead } from './removeDead';
import { shareShapeVectors } from './shapeVectors';
import { removeNoOps } from './removeNoOps';
import type { Rule } from './rule';
import { splitGathers } from './splitGathers';

const RULES: readonly Rule[] = [
  removeNoOps,
  foldShapes,
  shareShapeVectors,
  foldConstants,
  foldAffine,
  fuseHardSwish,
  fuseGelu,
  fuseLayerNorm,
  fuseRmsNorm,
  fuseAttention,
  foldScaleForward,
  mergeDuplicates,
  transposeDirectly,
  splitGathers,
  mergeViews,
  removeDead,
];
/** One rule can make room for another; real models settle after two or three rounds. */
const MOST_ROUNDS = 10;

/** Takes out what computes nothing, and merges what the runtime would merge at every load. */
export const clean: Pass = {
  description: {
    id: 'clean',
    title: 'Clean Up',
    description:
      'Removes nodes that do nothing or that nothing reads, computes constants, and merges BatchNormalization into the layer before it.',
    fileTag: 'clean',
    parameters: [],
    needs: 'nothing',
    promise: 'close',
  },
  prepare: () => [],
  plan: cleanGraph,
};

/** Cleans up as the pass does. */
export async function cleanGraph(input: PassInput): Promise<PassPlan> {
  let graph = input.graph;
  const layers: LayerPlan[] = [];
  for (let round = 0, isChanged = true; isChanged && round < MOST_ROUNDS; round++) {
    isChanged = false;
    for (const rule of RULES) {
      const result = await rule(input, graph);
      for (const { node, detail } of result.changes) layers.push(changedLayer(graph, node, detail));
      isChanged ||= result.graph !== graph;
      graph = result.graph;
    }
  }
  const notes = graph === input.graph ? ['Nothing to clean up: the graph is as small as these rules make it.'] : [];
  return { graph, layers, changedNodes: layers.length, notes };
}
