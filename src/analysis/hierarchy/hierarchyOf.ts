import type { Graph, TensorId } from '../../shared/graph/graph';
import type { Shape } from '../../shared/graph/shape';
import type { GroupSource, Hierarchy } from '../../shared/report/analysis';
import { buildHierarchy } from './buildHierarchy';
import type { HierarchyFacts } from './hierarchyFacts';

/** A hierarchy with everything it was made from: which nodes have MACs, and the shapes that were asked for. */
interface KnownHierarchy {
  readonly wish: GroupSource | undefined;
  readonly macs: Float64Array;
  readonly read: ReadonlyMap<TensorId, Shape | undefined>;
  readonly hierarchy: Hierarchy;
}

const known = new WeakMap<Graph, KnownHierarchy>();

/** The graph's hierarchy, in groups from where the user wants them; the one made last, if it would come out the same: names and structure seldom depend on sizes. */
export function hierarchyOf(graph: Graph, facts: HierarchyFacts, wish?: GroupSource): Hierarchy {
  const before = known.get(graph);
  if (before !== undefined && before.wish === wish && stillHolds(before, facts)) return before.hierarchy;
  const read = new Map<TensorId, Shape | undefined>();
  const shapeOf = (tensor: TensorId): Shape | undefined => {
    const shape = facts.shapeOf(tensor);
    read.set(tensor, shape);
    return shape;
  };
  const hierarchy = buildHierarchy(graph, { ...facts, shapeOf }, wish);
  known.set(graph, { wish, macs: facts.macs, read, hierarchy });
  return hierarchy;
}

/** Of MACs only matters whether there are any. */
function stillHolds({ macs, read }: KnownHierarchy, facts: HierarchyFacts): boolean {
  for (let node = 0; node < macs.length; node++) if (kindOf(macs[node]) !== kindOf(facts.macs[node])) return false;
  for (const [tensor, shape] of read) if (!areEqual(shape, facts.shapeOf(tensor))) return false;
  return true;
}

function kindOf(macs = Number.NaN): 'some' | 'unknown' | 'none' {
  return macs > 0 ? 'some' : Number.isNaN(macs) ? 'unknown' : 'none';
}

function areEqual(a: Shape | undefined, b: Shape | undefined): boolean {
  return a === b || (a !== undefined && a.length === b?.length && a.every((dim, axis) => dim === b[axis]));
}
