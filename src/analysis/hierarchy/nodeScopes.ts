import { NONE, type Graph, type NodeId } from '../../shared/graph/graph';
import { nodeOutput } from '../../shared/graph/traversal';
import type { Connections } from './connections';
import { modulePathOfWeight, scopePathOfModules, scopePathOfName, withoutParent } from './scopePath';
import { ROOT_SCOPE, ScopeTree, type ScopeId } from './scopeTree';

/** Name scopes of the main graph's visible nodes. */
export interface NodeScopes {
  readonly tree: ScopeTree;
  /** Scope of each main-graph node; the root of what all share for hidden and unnamed ones. */
  readonly scopeOf: Int32Array;
  /** The deepest scope that every scoped node lies in; nodes that are in it alone count as without scope. */
  readonly root: ScopeId;
  /** Visible nodes with a scope below the root, and all visible nodes. */
  readonly scoped: number;
  readonly visible: number;
}

const MODULES_KEY = 'pkg.torch.onnx.name_scopes';
/** Visible nodes whose metadata are looked at to learn whether the exporter wrote module paths. */
const PROBED_NODES = 64;

/** Reads the scopes out of metadata, names of nodes and, for nodes without a name, names of their outputs. */
export function readScopes(connections: Connections): NodeScopes {
  const reader = new ScopeReader(connections);
  const scopeOf = new Int32Array(connections.nodeCount);
  let visible = 0;
  for (let node = 0; node < connections.nodeCount; node++) {
    if (connections.isHidden(node)) continue;
    scopeOf[node] = reader.scopeOf(node);
    visible++;
  }
  const root = commonScope(reader.tree, scopeOf, connections);
  const isScoped = (scope: ScopeId, node: NodeId): boolean => scope > root && !connections.isHidden(node);
  return {
    tree: reader.tree,
    scopeOf,
    root,
    visible,
    scoped: scopeOf.reduce((sum, scope, node) => sum + Number(isScoped(scope, node)), 0),
  };
}

class ScopeReader {
  readonly tree = new ScopeTree();
  private readonly known = new Map<string, ScopeId>();
  private readonly hasModules: boolean;

  constructor(private readonly connections: Connections) {
    this.hasModules = writesModules(connections);
  }

  scopeOf(node: NodeId): ScopeId {
    const { graph } = this.connections;
    const listing = this.hasModules ? graph.nodes.metadata(node).get(MODULES_KEY) : undefined;
    const scope = listing === undefined ? this.scopeOfName(node) : this.scopeOfModules(listing);
    return this.siblingOfWeight(node, scope);
  }

  /** What stands last is the call, which differs from node to node. */
  private scopeOfModules(listing: string): ScopeId {
    return this.remember(listing.slice(0, listing.lastIndexOf(',')), () => scopePathOfModules(listing));
  }

  private scopeOfName(node: NodeId): ScopeId {
    const { graph } = this.connections;
    const op = graph.nodes.ops[node] ?? '';
    const name = graph.nodes.names[node] || outputName(graph, node);
    return name.startsWith('/') ? this.scopeOfPrefix(name.slice(0, name.lastIndexOf('/'))) : this.tree.at(scopePathOfName(name, op));
  }

  /** PyTorch's paths without the operator. Nodes of one scope, and scopes of one parent, share their beginning, which is looked up only once. */
  private scopeOfPrefix(prefix: string): ScopeId {
    if (prefix === '') return ROOT_SCOPE;
    const known = this.known.get(prefix);
    if (known !== undefined) return known;
    const above = prefix.slice(0, prefix.lastIndexOf('/'));
    const segment = withoutParent(prefix.slice(above.length + 1), above.slice(above.lastIndexOf('/') + 1));
    const scope = segment === '' ? this.scopeOfPrefix(above) : this.tree.child(this.scopeOfPrefix(above), segment);
    this.known.set(prefix, scope);
    return scope;
  }

  private remember(key: string, path: () => readonly string[]): ScopeId {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const scope = this.tree.at(path());
    this.known.set(key, scope);
    return scope;
  }

  /**
   * A node that an exporter folded carries the scope of the last thing folded into it (a Conv that of its BatchNormalization), while the name
   * of its weight still tells which module it is: the sibling that the weight names is taken instead.
   */
  private siblingOfWeight(node: NodeId, scope: ScopeId): ScopeId {
    if (scope === ROOT_SCOPE || !this.hasModules) return scope;
    const { graph } = this.connections;
    const parent = this.tree.parent(scope);
    for (const tensor of this.connections.statics(node)) {
      const module = graph.tensors.weights[tensor] === undefined ? undefined : modulePathOfWeight(graph.tensors.names[tensor] ?? '');
      if (module === undefined) continue;
      const prefix = this.tree.pathBelow(ROOT_SCOPE, parent).join('.');
      const name = prefix === '' ? module : module.startsWith(`${prefix}.`) ? module.slice(prefix.length + 1) : '';
      if (/^\w+$/.test(name)) return this.tree.child(parent, name);
      return scope;
    }
    return scope;
  }
}

function writesModules(connections: Connections): boolean {
  let probed = 0;
  for (let node = 0; node < connections.nodeCount && probed < PROBED_NODES; node++) {
    if (connections.isHidden(node)) continue;
    if (connections.graph.nodes.metadata(node).has(MODULES_KEY)) return true;
    probed++;
  }
  return false;
}

function outputName(graph: Graph, node: NodeId): string {
  const output = nodeOutput(graph, node, 0);
  return output === NONE ? '' : (graph.tensors.names[output] ?? '').replace(/_output_\d+$/, '');
}

/** Goes down while all scoped nodes lie in a single child; nodes without a scope do not matter. */
function commonScope(tree: ScopeTree, scopeOf: Int32Array, connections: Connections): ScopeId {
  const own = new Int32Array(tree.size);
  scopeOf.forEach((scope, node) => {
    if (!connections.isHidden(node)) own[scope]!++;
  });
  const totals = tree.accumulate(own);
  const only = new Int32Array(tree.size).fill(-1);
  for (let scope = 1; scope < tree.size; scope++) {
    const parent = tree.parent(scope);
    if (totals[scope]! > 0) only[parent] = only[parent] === -1 ? scope : -2;
  }
  let root = ROOT_SCOPE;
  while (only[root]! > 0) root = only[root]!;
  return root;
}
