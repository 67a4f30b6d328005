import { applyEdits } from '../../shared/graph/applyEdits';
import type { Graph, NodeId } from '../../shared/graph/graph';
import { refersToCaller } from '../../shared/graph/nodeAttributes';
import { mainGraph } from '../../shared/graph/traversal';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { LayerPlan } from '../../shared/report/passDescription';
import { changedLayer, LEFT_OUT, skippedLayer } from '../layerPlans';
import type { Pass, PassInput, PassPlan } from '../pass';
import { planScopes, type ScopePlan } from './planScopes';
import { decomposeGelu, decomposeHardSwish, decomposeMish, decomposeSwish } from './decomposeActivations';
import { decomposeAttention } from './decomposeAttention';
import { decomposeGroupNorm, decomposeLayerNorm, decomposeRmsNorm } from './decomposeNorms';
import type { Decomposition } from './decomposition';
import { listedNames } from './listedNames';
import { RuleContext } from './nodeRule';
import { WrittenSteps } from './writtenSteps';

const DECOMPOSITIONS: ReadonlyMap<string, Decomposition> = new Map([
  ['Attention', decomposeAttention],
  ['Gelu', decomposeGelu],
  ['GroupNormalization', decomposeGroupNorm],
  ['HardSwish', decomposeHardSwish],
  ['LayerNormalization', decomposeLayerNorm],
  ['Mish', decomposeMish],
  ['RMSNormalization', decomposeRmsNorm],
  ['Swish', decomposeSwish],
]);

/** Operators that can be written with older ones. */
export const DECOMPOSED_OPERATORS: readonly string[] = [...DECOMPOSITIONS.keys()];

/** Writes newer operators with those that they are defined by, for targets that lack them: the reverse of what `clean` does. */
export const decompose: Pass = {
  description: {
    id: 'decompose',
    title: 'Decompose Operators',
    description: 'Writes newer operators with older ones, for targets that lack them. Slower in runtimes that have them.',
    fileTag: 'decomposed',
    parameters: [
      {
        name: 'ops',
        title: 'Operators',
        type: 'string',
        default: '',
        description: `Operators to write out, with commas, all of them without: ${DECOMPOSED_OPERATORS.join(', ')}.`,
      },
    ],
    needs: 'nothing',
    promise: 'close',
  },
  prepare: () => [],
  plan: async input => decomposeGraph(input, chosenOperators(String(input.parameters['ops'] ?? ''))),
};

/** Throws `LayerwiseError` with reason `usage` for an operator without a decomposition. */
function chosenOperators(text: string): readonly string[] {
  const names = listedNames(text);
  const unknown = names.find(name => !DECOMPOSITIONS.has(name));
  if (unknown === undefined) return names.length === 0 ? DECOMPOSED_OPERATORS : names;
  throw new LayerwiseError('usage', `decompose does not know “${unknown}”. It writes out ${DECOMPOSED_OPERATORS.join(', ')}.`);
}

async function decomposeGraph(input: PassInput, operators: readonly string[]): Promise<PassPlan> {
  const { graph, layers } = await planScopes(input, scope => Promise.resolve(decomposeScope(scope, operators)), true);
  const changedNodes = layers.filter(({ action }) => action === 'change').length;
  const [skipped] = layers;
  if (skipped === undefined) throw new LayerwiseError('not-applicable', `The model has none of ${operators.join(', ')}.`);
  if (changedNodes === 0) throw new LayerwiseError('not-applicable', `Nothing can be written out: ${skipped.detail}.`);
  return { graph, layers, changedNodes, notes: [] };
}

/** The main graph, or a body or function as a model of its own. */
function decomposeScope(input: PassInput, operators: readonly string[]): ScopePlan {
  const { graph } = input;
  const context = new RuleContext(input, graph);
  const layers: LayerPlan[] = [];
  const { nodeCount } = mainGraph(graph);
  for (let node = 0; node < nodeCount; node++) {
    const op = graph.nodes.domains[node] === '' ? (graph.nodes.ops[node] ?? '') : '';
    const write = operators.includes(op) ? DECOMPOSITIONS.get(op) : undefined;
    if (write === undefined) continue;
    const isFree = context.op(node) !== '';
    layers.push(isFree ? decomposeNode(context, node, write) : skippedLayer(graph, node, whyNotFree(graph, node)));
  }
  return { graph: applyEdits(graph, context.rewriter.batch()), layers };
}

function whyNotFree(graph: Graph, node: NodeId): string {
  return refersToCaller(graph, node) ? 'each call of its function gives it attributes' : LEFT_OUT;
}

function decomposeNode(context: RuleContext, node: NodeId, write: Decomposition): LayerPlan {
  const { graph, rewriter } = context;
  const steps = new WrittenSteps(context, node);
  const isFloat = context.facts(context.in(node, 0)).dtype === 'float32';
  const refusal = isFloat ? write(steps, context) : 'its input is not known to be float32';
  if (refusal !== undefined) return skippedLayer(graph, node, refusal);
  const definitions = steps.finished();
  rewriter.remove(node);
  rewriter.insert(node, ...definitions);
  return changedLayer(graph, node, `written as ${[...new Set(definitions.map(({ op }) => op))].join(', ')}`);
}
