import { nodeOrigins } from '../../shared/graph/provenance';
import type { LayerError } from '../../shared/report/layerError';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { LayerPlan } from '../../shared/report/passDescription';
import type { Laboratory } from '../laboratory';
import type { PassInput, PassPlan } from '../pass';
import { LEFT_OUT } from '../layerPlans';
import { CALIBRATION } from './calibration';

/** Outputs further off than this (a tenth of their size) have lost what 8 bits can keep, and so has a layer. */
const LEAST_DB = 20;
/** What a layer in float32 has to bring. */
const LEAST_GAIN_DB = 3;
/** Where more layers are lost it is not a few that stand out. */
const MOST_LAYERS = 8;

/**
 * A plan in which layers stay in float32 that lose by themselves what they compute: those that read values of very different sizes side by side, such as
 * features that were not normalized, of which one grid for all keeps only the largest. Looked at where no range is asked for, on calibration data,
 * and only where the outputs are lost; each layer, the worst first, has to bring `LEAST_GAIN_DB`. A model that lost channels before has nothing that its layers
 * could be held against one by one.
 */
export async function leaveLossyLayers(input: PassInput, plan: (input: PassInput) => Promise<PassPlan>): Promise<PassPlan> {
  const { laboratory, parameters, graph } = input;
  let best = await plan(input);
  const isLeftOpen = (parameters[CALIBRATION.name] ?? CALIBRATION.default) === CALIBRATION.default;
  if (laboratory?.hasData !== true || !isLeftOpen || graph.provenance.axisMaps.size > 0) return best;
  const lost = new Map<number, number>();
  for (let decibels = await outputDb(laboratory, best); decibels < LEAST_DB && lost.size < MOST_LAYERS;) {
    const worst = await worstLayer(laboratory, best);
    if (worst === undefined) break;
    const next = await planWithout(input, plan, new Set([...lost.keys(), worst.layer]));
    const nextDb = next === undefined ? -Infinity : await outputDb(laboratory, next);
    if (next === undefined || !(nextDb >= decibels + LEAST_GAIN_DB)) break;
    lost.set(worst.layer, worst.localDb);
    [best, decibels] = [next, nextDb];
  }
  return lost.size === 0 ? best : explained(best, lost);
}

async function outputDb(laboratory: Laboratory, { graph }: PassPlan): Promise<number> {
  return (await laboratory.judge(graph, 'few', { title: 'outputs', from: 0.9, to: 0.95 })).sqnrDb;
}

/** Of the layers in INT8 the one with the largest error of its own, if that is too large. */
async function worstLayer(laboratory: Laboratory, { graph, layers }: PassPlan): Promise<{ layer: number; localDb: number } | undefined> {
  const changed = new Set(layers.flatMap(({ node, action }) => (action === 'change' ? [node] : [])));
  const errors = await laboratory.layerErrors(graph, { title: 'errors of layers', from: 0.95, to: 1 }).catch(noneWhereCopiesFail);
  return errors
    .filter(({ layer, localDb }) => changed.has(layer) && localDb < LEAST_DB)
    .sort((a, b) => a.localDb - b.localDb)
    .at(0);
}

/** Copies with more outputs that do not run are no reason to give the plan up. */
function noneWhereCopiesFail(error: unknown): readonly LayerError[] {
  if (error instanceof LayerwiseError && error.reason === 'runtime-error') return [];
  throw error;
}

/** `undefined` where nothing would be left in INT8. */
async function planWithout(
  input: PassInput,
  plan: (input: PassInput) => Promise<PassPlan>,
  left: ReadonlySet<number>,
): Promise<PassPlan | undefined> {
  const selects: PassInput['selects'] = (graph, node) =>
    input.selects(graph, node) && !nodeOrigins(graph, node).some(origin => left.has(origin));
  try {
    return await plan({ ...input, selects });
  } catch (error) {
    if (error instanceof LayerwiseError && error.reason === 'not-applicable') return undefined;
    throw error;
  }
}

/** The plan with the reason in the place of a choice that nobody made. */
function explained(plan: PassPlan, lost: ReadonlyMap<number, number>): PassPlan {
  const layers = plan.layers.map((layer): LayerPlan => {
    const localDb = lost.get(layer.node);
    return localDb === undefined || layer.action === 'change' ? layer : { ...layer, detail: reasonOf(localDb) };
  });
  if (layers.some(({ detail }) => detail === LEFT_OUT)) return { ...plan, layers };
  const [firstDb = 0] = lost.values();
  return { ...plan, layers, notes: plan.notes.map(note => note.replace(LEFT_OUT, reasonOf(firstDb))) };
}

function reasonOf(localDb: number): string {
  const decibels = localDb.toFixed(0).replace('-', '−');
  return `in 8 bits it loses what it computes (${decibels} dB by itself): what it reads differs too much in size from channel to channel`;
}
