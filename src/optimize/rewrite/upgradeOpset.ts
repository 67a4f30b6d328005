import { applyEdits } from '../../shared/graph/applyEdits';
import type { Edit } from '../../shared/graph/edit';
import type { Graph, NodeId, Subgraph } from '../../shared/graph/graph';
import { refersToCaller } from '../../shared/graph/nodeAttributes';
import { nodeOrigins } from '../../shared/graph/provenance';
import { ScopeGraphs } from '../../shared/graph/scopeGraphs';
import { mainGraph, outermostScope } from '../../shared/graph/traversal';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { LayerPlan } from '../../shared/report/passDescription';
import { certainType } from '../certainType';
import { changedLayer } from '../layerPlans';
import type { Pass, PassInput, PassPlan } from '../pass';
import { OPSET_CHANGES, type OpsetChange } from './opsetChangesTable';
import { Rewriter } from './rewriter';
import { scopeEdits } from './scopeEdits';
import { standardOpset } from './standardOpset';
import { UniqueNames } from './uniqueNames';

/** Broadcasting and pooling changed in ways that are not worth adapting below this version (2017). */
const LOWEST = 7;
/** Versions 22 to 24 add element types and new operators, and change nothing that a model could already say. */
export const HIGHEST_OPSET = 24;
/** Least IR version for each opset from 7 on (onnx, docs/Versioning.md). */
const IR_VERSIONS = [3, 3, 4, 5, 6, 7, 7, 7, 8, 8, 8, 8, 9, 9, 10, 10, 11, 12];
/** From here on initializers need not be inputs, and those that are can be overridden. */
const FREE_INITIALIZERS_IR = 4;

/**
 * Rewrites a model to a newer version of the standard operators. “Close”: kernels of a newer version may add up in another order, as that of AveragePool from opset 19 on does.
 */
export const upgradeOpset: Pass = {
  description: {
    id: 'upgrade-opset',
    title: 'Upgrade the Opset',
    description: 'Rewrites the nodes whose operators changed, so that the model says the same in a newer operator set.',
    fileTag: 'opset',
    parameters: [
      {
        name: 'to',
        title: 'Opset',
        type: 'integer',
        default: 17,
        minimum: LOWEST,
        maximum: HIGHEST_OPSET,
        description: 'Version of the standard operators to reach.',
      },
    ],
    needs: 'nothing',
    promise: 'close',
  },
  prepare: () => [],
  plan: input => Promise.resolve(upgrade(input, Number(input.parameters['to']))),
};

function upgrade(input: PassInput, to: number): PassPlan {
  const from = standardOpset(input.graph);
  if (from >= to) return { graph: input.graph, layers: [], changedNodes: 0, notes: [`The model has opset ${from} already.`] };
  const model = raise(input, from, to, graph => graph.subgraphs.filter(scope => outermostScope(graph, scope).kind !== 'function'));
  const functions = raiseFunctions({ ...input, graph: model.graph }, to);
  const layers = [...model.layers, ...functions.layers];
  return {
    graph: applyEdits(functions.graph, { edits: versionEdits(functions.graph, to) }),
    layers,
    changedNodes: layers.length,
    notes: [],
  };
}

interface Raised {
  readonly graph: Graph;
  readonly layers: readonly LayerPlan[];
}

/** Adapts nodes of some scopes of `input.graph` from version to version. Throws `LayerwiseError` with reason `unsupported-opset` where one has no newer form. */
function raise(input: PassInput, from: number, to: number, scopesOf: (graph: Graph) => readonly Subgraph[]): Raised {
  if (from < LOWEST) throw notRaisable(`opset ${from} is older than ${LOWEST}`, undefined);
  let { graph } = input;
  const layers: LayerPlan[] = [];
  for (let version = from + 1; version <= to; version++) {
    const changes = OPSET_CHANGES.filter(change => change.version === version);
    if (changes.length === 0) continue;
    const result = adaptAll(input, graph, scopesOf(graph), changes);
    for (const node of result.nodes) layers.push(changedLayer(graph, node, `written as opset ${version} has it`));
    graph = result.graph;
  }
  return { graph, layers };
}

/** The same in model-local functions and bodies in them, from the version on that each function imports itself. */
function raiseFunctions(input: PassInput, to: number): Raised {
  const { graph } = input;
  const names = new UniqueNames(graph);
  const scopes = new ScopeGraphs(graph);
  const edits: Edit[] = [];
  const layers: LayerPlan[] = [];
  for (const scope of graph.subgraphs) {
    const from = outermostScope(graph, scope).functionOpsets?.get('');
    if (from === undefined || from >= to) continue;
    const part = scopes.of(scope.id, tensor => certainType(input, graph, tensor));
    const raised = raise({ ...input, graph: part }, from, to, whole => [mainGraph(whole)]);
    if (raised.graph !== part) edits.push(...scopeEdits({ graph, scope: scope.id, part, after: raised.graph, names }));
    if (scope.kind === 'function') edits.push({ kind: 'setOpset', scope: scope.id, domain: '', version: to });
    layers.push(...raised.layers.map(layer => ({ ...layer, node: nodeOrigins(graph, layer.node)[0] ?? layer.node })));
  }
  return { graph: applyEdits(graph, { edits }), layers };
}

function adaptAll(
  input: PassInput,
  graph: Graph,
  scopes: readonly Subgraph[],
  changes: readonly OpsetChange[],
): { readonly graph: Graph; readonly nodes: readonly NodeId[] } {
  const nodes: NodeId[] = [];
  const edits: Edit[] = [];
  for (const scope of scopes) {
    const changed = changesIn(graph, scope, changes);
    if (changed.length === 0) continue;
    const rewriter = new Rewriter(graph, scope.id);
    for (const [node, change] of changed) {
      const place = `${graph.nodes.ops[node] ?? ''} “${graph.nodes.names[node] ?? ''}”`;
      if (refersToCaller(graph, node)) throw notRaisable(`${place} has an attribute that each call of its function gives`, change.version);
      const definitions = change.adapt({ rewriter, graph, node, analysis: input.analyze(graph) });
      if (typeof definitions === 'string') throw notRaisable(`${place}: ${definitions}`, change.version);
      rewriter.remove(node);
      rewriter.insert(node, ...definitions);
      nodes.push(node);
    }
    edits.push(...rewriter.batch().edits);
  }
  return { graph: applyEdits(graph, { edits }), nodes };
}

/** The nodes of the main graph, a body or a function that a change concerns. */
function changesIn(
  graph: Graph,
  { firstNode, nodeCount }: Subgraph,
  changes: readonly OpsetChange[],
): readonly (readonly [NodeId, OpsetChange])[] {
  return Array.from({ length: nodeCount }, (_, position) => firstNode + position).flatMap(node => {
    const change = graph.nodes.domains[node] === '' ? changes.find(({ ops }) => ops.includes(graph.nodes.ops[node] ?? '')) : undefined;
    return change === undefined ? [] : [[node, change] as const];
  });
}

/** `version`: the first that cannot be reached. */
function notRaisable(why: string, version: number | undefined): LayerwiseError {
  const lower = version === undefined ? '' : `Raise it to ${String(version - 1)} at most, or e`;
  return new LayerwiseError(
    'unsupported-opset',
    `The model's opset cannot be raised: ${why}. ${lower || 'E'}xport the model again with a newer opset.`,
  );
}

function versionEdits(graph: Graph, to: number): readonly Edit[] {
  const irVersion = Math.max(graph.facts.irVersion, IR_VERSIONS[to - LOWEST] ?? 0);
  const edits: Edit[] = [{ kind: 'setOpset', domain: '', version: to }];
  if (irVersion === graph.facts.irVersion) return edits;
  edits.push({ kind: 'setIrVersion', version: irVersion });
  if (graph.facts.irVersion >= FREE_INITIALIZERS_IR) return edits;
  const stored = mainGraph(graph).inputs.filter(input => graph.tensors.weights[input] !== undefined);
  return [...edits, ...stored.map(input => ({ kind: 'removeInput' as const, name: graph.tensors.names[input] ?? '' }))];
}
