import type { Graph, NodeId } from '../../shared/graph/graph';
import { nodeOrigins } from '../../shared/graph/provenance';
import { mainGraph, nodeOutput } from '../../shared/graph/traversal';
import type { NodeGroup } from './nodeGroup';

/** At least this share of the groups must look alike. */
const LEAST_LIKENESS = 0.5;

/**
 * Groups of nodes that stand for each other by what `after` says about where its nodes came from; `undefined` when that cannot be about `before`: it says
 * nothing, or names nodes that do not exist there, or mostly such that share no operator, name or result with what came from them. Anybody may have written it.
 */
export function groupsByProvenance(before: Graph, after: Graph): readonly NodeGroup[] | undefined {
  if (after.provenance.isIdentity) return undefined;
  const count = before.provenance.isIdentity ? before.nodes.count : Infinity;
  if (after.provenance.nodeOrigins.some(origins => origins.some(origin => origin >= count))) return undefined;
  const groups = matchByProvenance(before, after);
  const likely = groups.filter(group => looksAlike(before, after, group)).length;
  return groups.length > 0 && likely >= groups.length * LEAST_LIKENESS ? groups : undefined;
}

/**
 * Groups of nodes that share origins in the root of their lineage, each as small as can be; what came from nothing and what became nothing is in none.
 * `before`: the root itself, or another model of the lineage.
 */
function matchByProvenance(before: Graph, after: Graph): readonly NodeGroup[] {
  const byOrigin = originIndex(before);
  const sets = new DisjointSets();
  const origin = (id: number): string => `o${id}`;
  for (const [id, nodes] of byOrigin) for (const node of nodes) sets.join(origin(id), `b${node}`);
  const derived = mainGraph(after).nodeCount;
  for (let node = 0; node < derived; node++) for (const id of nodeOrigins(after, node)) sets.join(origin(id), `a${node}`);
  const groups = new Map<string, { readonly before: NodeId[]; readonly after: NodeId[] }>();
  const groupOf = (key: string): { readonly before: NodeId[]; readonly after: NodeId[] } => {
    const root = sets.find(key);
    const known = groups.get(root) ?? { before: [], after: [] };
    groups.set(root, known);
    return known;
  };
  for (let node = 0; node < mainGraph(before).nodeCount; node++) groupOf(`b${node}`).before.push(node);
  for (let node = 0; node < derived; node++) groupOf(`a${node}`).after.push(node);
  return [...groups.values()].filter(group => group.before.length > 0 && group.after.length > 0);
}

function originIndex(graph: Graph): ReadonlyMap<number, readonly NodeId[]> {
  const index = new Map<number, NodeId[]>();
  for (let node = 0; node < mainGraph(graph).nodeCount; node++) {
    for (const origin of nodeOrigins(graph, node)) {
      const nodes = index.get(origin);
      if (nodes === undefined) index.set(origin, [node]);
      else nodes.push(node);
    }
  }
  return index;
}

function looksAlike(before: Graph, after: Graph, group: NodeGroup): boolean {
  const features = (graph: Graph, node: NodeId): readonly string[] => {
    const texts = [graph.nodes.ops[node], graph.nodes.names[node], graph.tensors.names[nodeOutput(graph, node, 0)]];
    return texts.map((text = '', index) => (text === '' ? '' : `${index} ${text}`)).filter(Boolean);
  };
  const known = new Set(group.before.flatMap(node => features(before, node)));
  return group.after.some(node => features(after, node).some(feature => known.has(feature)));
}

/** Union by path halving. */
class DisjointSets {
  private readonly parents = new Map<string, string>();

  find(key: string): string {
    let current = key;
    for (let parent = this.parents.get(current); parent !== undefined; parent = this.parents.get(current)) {
      const next = this.parents.get(parent);
      if (next !== undefined) this.parents.set(current, next);
      current = parent;
    }
    return current;
  }

  join(a: string, b: string): void {
    const [x, y] = [this.find(a), this.find(b)];
    if (x !== y) this.parents.set(y, x);
  }
}
