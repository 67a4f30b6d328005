import type { Laboratory } from '../../optimize/laboratory';
import type { Pass, PassInput, PassPlan } from '../../optimize/pass';
import { passById } from '../../optimize/passes';
import { control } from '../../shared/base/control';
import type { Graph, NodeId } from '../../shared/graph/graph';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import { mainGraph } from '../../shared/graph/traversal';
import { nodeOrigins } from '../../shared/graph/provenance';
import type { TensorReader } from '../../shared/graph/tensorReader';
import type { Analysis } from '../../shared/report/analysis';
import type { PassCall } from '../../shared/report/jobRequest';
import type { PassOutcome } from '../../shared/report/optimizeResult';
import { passParameters } from './passParameters';

/** What passes run with. */
export interface PassTools {
  readonly readerOf: (graph: Graph) => TensorReader;
  readonly analyze: (graph: Graph) => Analysis;
  /** `undefined` in a dry run. */
  readonly laboratory: Laboratory | undefined;
  /** Told before each pass. */
  readonly onPass: (title: string) => void;
}

export interface PassRun {
  readonly graph: Graph;
  readonly outcomes: readonly PassOutcome[];
  /** The plans of the passes that were asked for. */
  readonly plans: readonly PassPlan[];
  /** Name parts of the written file, one per pass that was asked for. */
  readonly tags: readonly string[];
}

/** Runs passes one after the other, each on the result of the one before and after the passes that it needs. */
export async function runPasses(graph: Graph, calls: readonly PassCall[], tools: PassTools): Promise<PassRun> {
  for (const call of calls) checkLayers(graph, call);
  let current = graph;
  const plans: PassPlan[] = [];
  const outcomes: PassOutcome[] = [];
  const tags: string[] = [];
  const cleaned = new Set<Graph>();
  for (const call of calls) {
    const pass = passById(call.id);
    for (const needed of pass.prepare(current, passParameters(pass.description, call.parameters))) {
      if (needed.id === 'clean' && cleaned.has(current)) continue;
      const plan = await runPass(passById(needed.id), { ...call, ...needed }, current, tools);
      if (plan.graph !== current) outcomes.push(outcomeOf({ ...call, ...needed }, current, plan));
      current = plan.graph;
      if (needed.id === 'clean') cleaned.add(current);
    }
    const plan = await runPass(pass, call, current, tools);
    plans.push(plan);
    outcomes.push(outcomeOf(call, current, plan));
    current = plan.graph;
    if (call.id === 'clean') cleaned.add(current);
    tags.push(plan.fileTag ?? pass.description.fileTag);
  }
  return { graph: current, outcomes, plans, tags };
}

async function runPass(pass: Pass, call: PassCall, graph: Graph, tools: PassTools): Promise<PassPlan> {
  tools.onPass(pass.description.title);
  const input: PassInput = {
    graph,
    parameters: passParameters(pass.description, call.parameters),
    selects: (of, node) => isSelected(of, node, call),
    readerOf: tools.readerOf,
    analyze: tools.analyze,
    laboratory: tools.laboratory,
  };
  const plan = await pass.plan(input);
  const isForTraining = graph.facts.hasTrainingGraphs === true && plan.graph !== graph;
  return isForTraining ? { ...plan, notes: [...plan.notes, TRAINING_NOTE] } : plan;
}

const TRAINING_NOTE =
  'Graphs for training are copied as they are: they belong to the original and may name tensors that the variant no longer has.';

/** Throws `usage` for an id that no layer of the model has. */
function checkLayers(graph: Graph, { only = [], exclude = [] }: PassCall): void {
  const { nodeCount } = mainGraph(graph);
  const unknown = [...only, ...exclude].filter(id => id >= nodeCount);
  if (unknown.length === 0) return;
  const which = unknown.length === 1 ? `There is no layer ${unknown.join()}` : `There are no layers ${unknown.join(', ')}`;
  const ids = nodeCount === 0 ? 'this model has no layers' : `this model has the layers 0 to ${String(nodeCount - 1)}`;
  throw new LayerwiseError('usage', `${which}: ${ids}${control(', as “layerwise analyze” lists them', '')}.`);
}

/** A node is chosen by the nodes of the model on the command line that it came from. */
function isSelected(graph: Graph, node: NodeId, { only, exclude }: PassCall): boolean {
  if (only === undefined && exclude === undefined) return true;
  const origins = nodeOrigins(graph, node);
  if (exclude?.some(id => origins.includes(id)) === true) return false;
  return only === undefined || only.some(id => origins.includes(id));
}

function outcomeOf(call: PassCall, before: Graph, plan: PassPlan): PassOutcome {
  const skipped = plan.layers.filter(({ action }) => action === 'skip').map(({ node, detail }) => ({ layer: node, reason: detail }));
  const { graph, changedNodes, notes, budget } = plan;
  const nodes = { before: mainGraph(before).nodeCount, after: mainGraph(graph).nodeCount };
  return { id: call.id, parameters: call.parameters, changedNodes, nodes, skipped, notes, ...(budget && { budget }) };
}
