import type { Graph, NodeId } from '../shared/graph/graph';
import { countWeights, type WeightCounts } from './cost/countWeights';
import { findDerivedValues, type DerivedValues } from './derivedValues';
import { lifetimes, type Lifetime } from './memory/lifetimes';
import { prepackedBytes } from './memory/prepackedBytes';
import { Readers } from './memory/readers';
import { runtimeOrder } from './memory/runtimeOrder';

/** What of an analysis follows from the graph alone, whatever sizes are chosen. */
export interface GraphStructure {
  readonly weights: WeightCounts;
  readonly readers: Readers;
  readonly derived: DerivedValues;
  /** In file order. */
  readonly lives: readonly Lifetime[];
  /** The order in which the runtime runs the nodes. */
  readonly order: readonly NodeId[];
  readonly livesInOrder: readonly Lifetime[];
  /** Bytes of the copies of weights that kernels keep. */
  readonly prepacked: number;
}

const known = new WeakMap<Graph, GraphStructure>();

/** Kept with the graph: another size of a symbol asks for the same again. */
export function graphStructure(graph: Graph): GraphStructure {
  let structure = known.get(graph);
  if (structure === undefined) known.set(graph, (structure = readStructure(graph)));
  return structure;
}

function readStructure(graph: Graph): GraphStructure {
  const readers = new Readers(graph);
  const order = runtimeOrder(graph, readers);
  return {
    weights: countWeights(graph),
    readers,
    derived: findDerivedValues(graph),
    lives: lifetimes(graph, readers),
    order,
    livesInOrder: lifetimes(graph, readers, order),
    prepacked: prepackedBytes(graph),
  };
}
