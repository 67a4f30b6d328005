import { appendTo } from '../../shared/base/appendTo';
import { isReadOutside } from '../../shared/graph/constants';
import { NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { consumersOf, mainGraph, nodeInputs } from '../../shared/graph/traversal';
import { weightBytes } from '../../shared/graph/weightBytes';
import { TensorGroups } from './tensorGroups';

/** A result may be larger than the constants that go with it by what a node takes, and all results of a clean-up together by this share of the weights. */
const FREE_BYTES = 64;
const GROWTH_SHARE = 0.01;

/** A node that constants alone decide, and those of its outputs that are to be stored. */
export interface FoldedResult {
  readonly node: NodeId;
  readonly tensors: readonly TensorId[];
}

interface SizedResult {
  readonly result: FoldedResult;
  readonly bytes: number;
}

/**
 * How much larger a file may become: Tile, Expand and ConstantOfShape, or the Transpose of a weight that others read as well, would blow it up. A constant that several
 * results are computed from goes only when all of them are stored, and pays for them once.
 */
export class FoldedGrowth {
  private left: number;
  private readonly sources = new Map<NodeId, ReadonlySet<TensorId>>();
  private readonly uses = new Map<TensorId, number>();

  /** @param start of the clean-up, which may have been at this for several rounds */
  constructor(
    start: Graph,
    private readonly graph: Graph,
    private readonly foldable: ReadonlySet<NodeId>,
    results: readonly FoldedResult[],
  ) {
    const allowed = storedBytes(start) * GROWTH_SHARE;
    this.left = Math.min(allowed, storedBytes(start) + allowed - storedBytes(graph));
    for (const { node } of results) {
      const sources = this.constantsThatGo(node);
      this.sources.set(node, sources);
      for (const tensor of sources) this.uses.set(tensor, (this.uses.get(tensor) ?? 0) + 1);
    }
  }

  /** Those that may be stored: all that share constants where they fit together, else each that fits without counting what it shares. */
  allowed(sized: readonly SizedResult[]): readonly FoldedResult[] {
    return this.groups(sized).flatMap(group => {
      const results = group.map(({ result }) => result);
      if (this.spend(growth(group) - this.bytesThatGo(results), results.length)) return results;
      return results.length === 1 ? [] : group.filter(one => this.allows(one)).map(({ result }) => result);
    });
  }

  /** Whether one may be stored whatever becomes of the others. */
  allows({ result, bytes }: SizedResult): boolean {
    return this.spend(growth([{ result, bytes }]) - this.bytesThatGo([result]), 1);
  }

  private spend(bytes: number, results: number): boolean {
    if (bytes <= FREE_BYTES * results) return true;
    if (bytes > this.left) return false;
    this.left -= bytes;
    return true;
  }

  /** Results that share a constant, directly or through others, stand together. */
  private groups(sized: readonly SizedResult[]): readonly (readonly SizedResult[])[] {
    const constants = new TensorGroups();
    const first = ({ result }: SizedResult): TensorId => [...this.sourcesOf(result)][0] ?? NONE;
    for (const one of sized) for (const tensor of this.sourcesOf(one.result)) constants.join(tensor, first(one));
    const groups = new Map<TensorId, SizedResult[]>();
    const alone: SizedResult[][] = [];
    for (const one of sized) {
      const tensor = first(one);
      if (tensor === NONE) alone.push([one]);
      else appendTo(groups, constants.of(tensor), one);
    }
    return [...groups.values(), ...alone];
  }

  private sourcesOf({ node }: FoldedResult): ReadonlySet<TensorId> {
    return this.sources.get(node) ?? new Set();
  }

  /** Of the constants that no other result is computed from. */
  private bytesThatGo(results: readonly FoldedResult[]): number {
    const uses = new Map<TensorId, number>();
    for (const result of results) for (const tensor of this.sourcesOf(result)) uses.set(tensor, (uses.get(tensor) ?? 0) + 1);
    return [...uses].reduce(
      (sum, [tensor, count]) => sum + (count === this.uses.get(tensor) ? weightBytes(this.graph.tensors.weights[tensor]) : 0),
      0,
    );
  }

  /** The stored constants that a node is computed from and that nothing needs which is not computed from constants itself. */
  private constantsThatGo(node: NodeId): ReadonlySet<TensorId> {
    const { graph } = this;
    const seen = new Set<TensorId>();
    const going = new Set<TensorId>();
    const pending = [...nodeInputs(graph, node)];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (next === NONE || seen.has(next)) continue;
      seen.add(next);
      if (graph.tensors.weights[next] !== undefined && this.goes(next)) going.add(next);
      const producer = graph.tensors.producers[next] ?? NONE;
      if (producer !== NONE) pending.push(...nodeInputs(graph, producer));
    }
    return going;
  }

  private goes(weight: TensorId): boolean {
    const { graph, foldable } = this;
    const isInterface = mainGraph(graph).inputs.includes(weight) || isReadOutside(graph, weight);
    return !isInterface && consumersOf(graph, weight).every(reader => foldable.has(reader));
  }
}

/** What is stored in place of nodes, which take as much as a short vector. */
function growth(group: readonly SizedResult[]): number {
  return group.reduce((sum, { bytes }) => sum + (bytes <= FREE_BYTES ? 0 : bytes), 0);
}

function storedBytes(graph: Graph): number {
  return graph.tensors.weights.reduce((sum, weight) => sum + weightBytes(weight), 0);
}
