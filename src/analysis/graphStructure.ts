import type { Graph, NodeId } from '../shared/graph/graph';
import { countWeights, type WeightCounts } from './cost/countWeights';
import { findDerivedValues, type DerivedValues } from './derivedValues';
import { lifetimes, type Lifetime } from './memory/lifetimes';
import { prepackedBytes } from './memory/prepackedBytes';
import { Readers } from './memory/readers';
import { runtimeOrder } from './memory/runtimeOrder';

/** What of an analysis follows from the graph alone, whatever sizes are chosen; each is found when it is first asked for. */
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
  if (structure === undefined) known.set(graph, (structure = new FoundStructure(graph)));
  return structure;
}

class FoundStructure implements GraphStructure {
  private readonly found: { -readonly [Part in keyof GraphStructure]?: GraphStructure[Part] } = {};

  constructor(private readonly graph: Graph) {}

  get weights(): WeightCounts {
    return (this.found.weights ??= countWeights(this.graph));
  }

  get readers(): Readers {
    return (this.found.readers ??= new Readers(this.graph));
  }

  get derived(): DerivedValues {
    return (this.found.derived ??= findDerivedValues(this.graph));
  }

  get lives(): readonly Lifetime[] {
    return (this.found.lives ??= lifetimes(this.graph, this.readers));
  }

  get order(): readonly NodeId[] {
    return (this.found.order ??= runtimeOrder(this.graph, this.readers));
  }

  get livesInOrder(): readonly Lifetime[] {
    return (this.found.livesInOrder ??= lifetimes(this.graph, this.readers, this.order));
  }

  get prepacked(): number {
    return (this.found.prepacked ??= prepackedBytes(this.graph));
  }
}
