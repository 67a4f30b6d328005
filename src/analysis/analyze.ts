import { finishSteps, type Steps } from '../shared/base/steps';
import type { Graph, NodeId, TensorId } from '../shared/graph/graph';
import { mainGraph } from '../shared/graph/traversal';
import type { TensorReader } from '../shared/graph/tensorReader';
import type { Analysis, GroupSource, MemoryPlan, TensorFacts } from '../shared/report/analysis';
import { bodyTotals } from './bodyTotals';
import type { NodeCost } from './cost/nodeCost';
import { computeCosts } from './cost/computeCosts';
import { graphStructure, type GraphStructure } from './graphStructure';
import { shapeForGroups, type HierarchyFacts } from './hierarchy/hierarchyFacts';
import { hierarchyOf } from './hierarchy/hierarchyOf';
import { comparableShapes } from './memory/comparableShapes';
import { kernelWorkspace } from './memory/kernelWorkspace';
import { liveBytes, peakOf } from './memory/liveBytes';
import { factBytes } from './memory/factBytes';
import { memoryPlan } from './memory/memoryPlan';
import { sharedBuffers, type Buffer } from './memory/sharedBuffers';
import { fillColumns } from './metrics/fillColumns';
import { shapeProblems } from './shapeProblems';
import { EvaluatedShapes, keepsAssumptions, leavesDimsOpen } from './shapes/evaluatedShapes';
import { inferShapes, inferShapesInSteps, type ShapeInference, type ShapeOptions } from './shapes/inferShapes';
import type { Fact } from './shapes/fact';
import { inputDims } from './shapes/inputDims';
import { tensorFacts } from './shapes/tensorFacts';
import { computeTotals } from './computeTotals';

export interface AnalysisOptions extends ShapeOptions {
  /** Where groups of layers are to come from; without it from names, else from the structure. */
  readonly grouping?: GroupSource | undefined;
}

/**
 * Static analysis of a model with its dims as chosen: shapes, costs, memory, layers. Pure and synchronous; the reader is asked for small constants only,
 * so missing external data do not matter. Symbols without a value stay symbols, and what depends on them stays unknown.
 */
export function analyze(graph: Graph, reader: TensorReader, options: AnalysisOptions): Analysis {
  return finishSteps(analyzeInSteps(graph, reader, options));
}

/** The same for a process that answers others meanwhile. */
export function* analyzeInSteps(graph: Graph, reader: TensorReader, options: AnalysisOptions): Steps<Analysis> {
  const symbolic = yield* symbolicShapes(graph, reader);
  const shapes = chosenShapes(graph, reader, options, symbolic);
  yield;
  const bytes = Float64Array.from({ length: graph.tensors.count }, (_, tensor) => factBytes(shapes.fact(shapes.frame, tensor)));
  const bytesOf = (tensor: TensorId): number => bytes[tensor] ?? Number.NaN;
  const costs = computeCosts(graph, shapes);
  yield;
  const structure = graphStructure(graph);
  const { weights, lives } = structure;
  const live = liveBytes(graph, lives, bytesOf);
  yield;
  const columns = fillColumns({ graph, costs, weights, live, bytesOf });
  yield;
  const tensors = tensorFacts(graph, shapes, symbolic);
  yield;
  const memory = planMemory(graph, structure, shapes, symbolic);
  yield;
  const hierarchy = hierarchyOf(graph, hierarchyFacts(graph, structure, costs, tensors), options.grouping);
  yield;
  const problems = shapeProblems(graph, shapes);
  yield;
  const peaks = { peakActivationBytes: peakOf(live), plannedPeakBytes: memory.plannedPeakBytes };
  return {
    inputs: mainGraph(graph)
      .inputs.filter(input => graph.tensors.weights[input] === undefined)
      .map(input => factsOf(tensors, input)),
    outputs: mainGraph(graph).outputs.map(output => factsOf(tensors, output)),
    tensors,
    totals: computeTotals(graph, { costs, weights, columns, tensors, ...peaks }),
    columns,
    memory,
    bodies: bodyTotals(graph, columns),
    hierarchy,
    problems,
    dims: inputDims(graph, options),
  };
}

interface SymbolicShapes {
  readonly reader: TensorReader;
  readonly shapes: ShapeInference;
}

const inferred = new WeakMap<Graph, SymbolicShapes>();

/** Shapes in the model's own symbols; kept with the graph, since other sizes only evaluate them again. */
function* symbolicShapes(graph: Graph, reader: TensorReader): Steps<ShapeInference> {
  const before = inferred.get(graph);
  if (before?.reader === reader) return before.shapes;
  const shapes = yield* inferShapesInSteps(graph, reader, { dims: new Map() });
  inferred.set(graph, { reader, shapes });
  return shapes;
}

/** Shapes for the chosen sizes: the symbolic ones evaluated, or inferred with numbers where that may know more. */
function chosenShapes(graph: Graph, reader: TensorReader, options: ShapeOptions, symbolic: ShapeInference): ShapeInference {
  if (options.inputShapes !== undefined && options.inputShapes.size > 0) return inferShapes(graph, reader, options);
  if (options.dims.size === 0) return symbolic;
  if (!keepsAssumptions(symbolic, options.dims)) return inferShapes(graph, reader, options);
  const evaluated = new EvaluatedShapes(graph, symbolic, options.dims);
  return leavesDimsOpen(graph, evaluated) ? inferShapes(graph, reader, options) : evaluated;
}

/** Memory when the nodes run in the runtime's order. */
function planMemory(
  graph: Graph,
  { order, livesInOrder, prepacked }: GraphStructure,
  shapes: ShapeInference,
  symbolic: ShapeInference,
): MemoryPlan {
  const isComparable = comparability(graph, order, symbolic);
  const factOf = (tensor: TensorId): Fact => shapes.fact(shapes.frame, tensor);
  const shared = sharedBuffers({ graph, order, lifetimes: livesInOrder, factOf, isComparable });
  return { ...memoryPlan(shared, workspaces(graph, shapes, order)), prepackedBytes: prepacked };
}

const comparable = new WeakMap<ShapeInference, (tensor: TensorId) => boolean>();

/** Kept with the shapes in symbols, from which it follows. */
function comparability(graph: Graph, order: readonly NodeId[], symbolic: ShapeInference): (tensor: TensorId) => boolean {
  let isComparable = comparable.get(symbolic);
  if (isComparable !== undefined) return isComparable;
  isComparable = comparableShapes(graph, order, tensor => symbolic.fact(symbolic.frame, tensor).shape);
  comparable.set(symbolic, isComparable);
  return isComparable;
}

const WITH_WORKSPACE = new Set(['LSTM', 'GRU', 'Attention']);

/** What kernels take for themselves while they run. */
function workspaces(graph: Graph, shapes: ShapeInference, order: readonly NodeId[]): readonly Buffer[] {
  const taken: Buffer[] = [];
  order.forEach((node, step) => {
    if (!WITH_WORKSPACE.has(graph.nodes.ops[node] ?? '')) return;
    for (const bytes of kernelWorkspace(shapes.context(shapes.frame, node))) taken.push({ bytes, first: step, last: step });
  });
  return taken;
}

function factsOf(tensors: readonly TensorFacts[], tensor: TensorId): TensorFacts {
  return tensors[tensor] ?? { name: '', dtype: undefined, shape: undefined };
}

function hierarchyFacts(
  graph: Graph,
  { derived }: GraphStructure,
  costs: readonly NodeCost[],
  tensors: readonly TensorFacts[],
): HierarchyFacts {
  const { nodeCount } = mainGraph(graph);
  return {
    ...derived,
    macs: Float64Array.from({ length: nodeCount }, (_, node) => costs[node]?.macs ?? Number.NaN),
    shapeOf: tensor => shapeForGroups(factsOf(tensors, tensor)),
  };
}
