import type { ValueType } from '../shared/graph/attribute';
import { calledFunction, functionsOf } from '../shared/graph/functions';
import { declaredDtype, MAIN_GRAPH, NONE, type Graph, type Subgraph, type TensorId } from '../shared/graph/graph';
import { ScopeGraphs } from '../shared/graph/scopeGraphs';
import type { TensorReader } from '../shared/graph/tensorReader';
import { mainGraph, nodeInput, tensorNames } from '../shared/graph/traversal';
import type { Analysis, TensorFacts } from '../shared/report/analysis';
import { MOST_BODY_STEPS, type BodyGraph, type BodyStep } from '../shared/report/bodyGraph';
import { LayerwiseError } from '../shared/report/layerwiseError';
import { analyze } from './analyze';
import { buildModelView } from './buildModelView';

/** Larger bodies would hold up what the engine answers meanwhile. */
const MOST_BODY_NODES = 20_000;

/** What a body is opened from: the whole model. */
export interface OpenedModel {
  readonly graph: Graph;
  /** A reader for a graph that was taken out of it. */
  readonly readerOf: (graph: Graph) => TensorReader;
  readonly analysis: Analysis;
  readonly dims: ReadonlyMap<string, number>;
}

/** A graph on the way into a body; `nodes`: ids in the file's graph, of all of its nodes. */
interface Level {
  readonly graph: Graph;
  readonly analysis: Analysis;
  readonly nodes: Int32Array;
  readonly captured: readonly string[];
}

/**
 * The body or function that the steps lead to, from outside to inside, as a model of its own: shapes are those that the model around it gives it, values that it
 * captures are inputs. Throws `usage` where no step was made or one leads nowhere, `too-deep`, and `too-large` above 20,000 nodes.
 */
export function bodyGraph(model: OpenedModel, steps: readonly BodyStep[]): BodyGraph {
  if (steps.length > MOST_BODY_STEPS) throw new LayerwiseError('too-deep', `Bodies are shown up to ${MOST_BODY_STEPS} deep.`);
  const { graph, analysis } = model;
  let level: Level = { graph, analysis, nodes: Int32Array.from({ length: graph.nodes.count }, (_, node) => node), captured: [] };
  for (const step of steps) level = enter(model, level, step);
  if (level.graph === graph) throw new LayerwiseError('usage', 'No body was named.');
  const main = mainGraph(level.graph);
  const file = { fileName: level.graph.name, fileBytes: 0 };
  const view = buildModelView({ graph: level.graph, reader: model.readerOf(level.graph) }, level.analysis, file);
  return { view, nodes: level.nodes.slice(0, main.nodeCount), captured: level.captured };
}

function enter(model: OpenedModel, level: Level, step: BodyStep): Level {
  const scope = scopeOf(level.graph, step);
  if (scope === undefined) throw new LayerwiseError('usage', `Node ${step.node} has no body to open.`);
  if (scope.nodeCount > MOST_BODY_NODES)
    throw new LayerwiseError('too-large', `A body of ${scope.nodeCount} nodes is not drawn; up to ${MOST_BODY_NODES} are.`);
  const graph = new ScopeGraphs(level.graph).of(scope.id, typesIn(level, scope, step.node));
  const nodes = graph.nodes.sourceIndex.map(node => (node === NONE ? NONE : (level.nodes[node] ?? NONE)));
  const own = new Set(tensorNames(level.graph, scope.inputs));
  const captured = tensorNames(graph, mainGraph(graph).inputs).filter(name => !own.has(name));
  return { graph, nodes, captured, analysis: analyzeBody(model, level, scope, graph) };
}

function scopeOf(graph: Graph, { node, attribute }: BodyStep): Subgraph | undefined {
  if (graph.nodes.subgraphs[node] !== MAIN_GRAPH) return undefined;
  if (attribute === '') return calledFunction(graph, functionsOf(graph), node);
  return graph.subgraphs.find(
    ({ kind, ownerNode, ownerAttribute }) => kind === 'body' && ownerNode === node && ownerAttribute === attribute,
  );
}

/** What the level around a scope knows of its inputs and of what it captures; an argument of a function is what the call gives it. */
function typesIn({ graph, analysis }: Level, scope: Subgraph, caller: number): (tensor: TensorId) => ValueType | undefined {
  return tensor => {
    const position = scope.kind === 'function' ? scope.inputs.indexOf(tensor) : NONE;
    const given = position === NONE ? tensor : nodeInput(graph, caller, position);
    const declared = graph.tensors.declaredTypes[given];
    if (declared !== undefined && declared.kind !== 'tensor') return declared;
    const facts = analysis.tensors[given];
    const dtype = facts?.dtype ?? declaredDtype(graph, given);
    return dtype === undefined ? undefined : { kind: 'tensor', dtype, shape: facts?.shape };
  };
}

/** The analysis of a graph that was taken out of another. What was counted of a body with all that is around it counts here too. */
function analyzeBody({ readerOf, dims }: OpenedModel, level: Level, scope: Subgraph, graph: Graph): Analysis {
  const own = analyze(graph, readerOf(graph), { dims });
  const results = new Set(tensorNames(level.graph, scope.outputs));
  const analysis = { ...own, outputs: own.outputs.filter(({ name }: TensorFacts) => results.has(name)) };
  if (scope.kind === 'function') return analysis;
  const around = new Map(level.analysis.columns.map(({ id, values }) => [id, values]));
  const columns = own.columns.map(column => {
    const counted = around.get(column.id);
    const values = column.values.map((value, node) => {
      const known = counted?.[graph.nodes.sourceIndex[node] ?? NONE] ?? Number.NaN;
      return Number.isNaN(known) ? value : known;
    });
    return { ...column, values };
  });
  return { ...analysis, columns };
}
