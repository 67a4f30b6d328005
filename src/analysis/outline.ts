import { declaredShape, type Graph, type TensorId } from '../shared/graph/graph';
import { mainGraph } from '../shared/graph/traversal';
import type { Analysis, TensorFacts, Totals } from '../shared/report/analysis';
import { uniformColumn, type Column } from '../shared/report/column';
import type { WeightCounts } from './cost/countWeights';
import { graphStructure } from './graphStructure';
import { hierarchyOfNames } from './hierarchy/buildHierarchy';
import { METRICS } from './metrics/metricTable';
import { declaredFact } from './shapes/declaredFact';
import { inputDims } from './shapes/inputDims';
import { namedInputShapes, realInputs } from './shapes/inputSymbols';
import { describeFact } from './shapes/tensorFacts';

/**
 * What of an analysis is known as soon as the graph is read: layers, weights, and the declared inputs and outputs. Every other number is unknown, and of inner
 * tensors nothing is said. Costs a small part of `analyze`. `undefined` for models whose layers do not follow from names: only `analyze` finds those.
 */
export function outline(graph: Graph, dims: ReadonlyMap<string, number>): Analysis | undefined {
  const { derived, weights } = graphStructure(graph);
  const main = mainGraph(graph);
  const unknown = new Float64Array(main.nodeCount).fill(Number.NaN);
  const hierarchy = hierarchyOfNames(graph, { ...derived, macs: unknown, shapeOf: tensor => declaredShape(graph, tensor) });
  if (hierarchy === undefined) return undefined;
  const shapes = namedInputShapes(graph);
  return {
    inputs: realInputs(graph).map(input => inSizes(declared(graph, input, dims), shapes.get(input), dims)),
    outputs: main.outputs.map(output => declared(graph, output, dims)),
    tensors: [],
    totals: totalsOf(main.nodeCount, weights),
    columns: columnsOf(weights, unknown),
    memory: { plannedPeakBytes: undefined, lowerBoundBytes: undefined, prepackedBytes: 0 },
    bodies: [],
    hierarchy,
    problems: [],
    dims: inputDims(graph, { dims }),
  };
}

function declared(graph: Graph, tensor: TensorId, dims: ReadonlyMap<string, number>): TensorFacts {
  return describeFact(graph.tensors.names[tensor] ?? '', declaredFact(graph.tensors.declaredTypes[tensor], dims));
}

/** An input's shape in the sizes that are chosen for its symbols, and beside it in the symbols. */
function inSizes(facts: TensorFacts, named: readonly (number | string)[] | undefined, dims: ReadonlyMap<string, number>): TensorFacts {
  if (named === undefined) return facts;
  const shape = named.map(dim => (typeof dim === 'string' ? (dims.get(dim) ?? dim) : dim));
  const isSymbolic = dims.size > 0 && named.some(dim => typeof dim === 'string');
  return isSymbolic ? { ...facts, shape, symbolic: named } : { ...facts, shape };
}

/** Columns of all metrics, so that each has its place; only those of weights have values. */
function columnsOf({ nodeParams, nodeWeightBytes }: WeightCounts, unknown: Float64Array): readonly Column[] {
  const known = new Map([
    ['params', nodeParams],
    ['weightBytes', nodeWeightBytes],
  ]);
  return METRICS.map(({ id, title, unit, aggregation, scale }) => {
    const values = known.get(id)?.subarray(0, unknown.length) ?? unknown;
    const largest = values === unknown ? 0 : values.reduce((most, value) => (value > most ? value : most), 0);
    const domain: Column['domain'] = scale === 'log' ? [1, Math.max(1, largest)] : [0, largest];
    return uniformColumn({ id, title, unit, axis: 'node', values, aggregation, domain, scale, direction: 'high-is-hot' }, 'exact');
  });
}

function totalsOf(
  nodes: number,
  { params, constantParams, quantizedParams, batchNormStats, weightBytes, subgraphParams }: WeightCounts,
): Totals {
  const stored = { params, constantParams, quantizedParams, batchNormStats, weightBytes };
  const unknown = {
    macs: undefined,
    flops: undefined,
    activationBytes: undefined,
    peakActivationBytes: undefined,
    plannedPeakBytes: undefined,
  };
  return { nodes, ...stored, ...unknown, unknownNodes: nodes, subgraphs: { macs: undefined, params: subgraphParams } };
}
