import { NONE, type Graph, type NodeId } from '../../shared/graph/graph';
import { nodeOutput } from '../../shared/graph/traversal';
import type { Connections } from './connections';
import { modulePathOfWeight, scopePathOfModules, scopePathOfName, withoutParent } from './scopePath';
import { splitRepeatedCalls } from './repeatedCalls';
import type { Role } from './roles';
import { ROOT_SCOPE, ScopeTree, type ScopeId } from './scopeTree';

/** Name scopes of the main graph's visible nodes. */
export interface NodeScopes {
  readonly tree: ScopeTree;
  /** Scope of each main-graph node; the root of what all share for hidden and unnamed ones. */
  readonly scopeOf: Int32Array;
  /** The deepest scope that every scoped node lies in; nodes that are in it alone count as without scope. */
  readonly root: ScopeId;
  /** Share of visible nodes with a scope below the root, or of nodes with weights if that is larger: what lies between them follows them. */
  readonly coverage: number;
}

const MODULES_KEY = 'pkg.torch.onnx.name_scopes';
/** Visible nodes whose metadata are looked at to learn whether the exporter wrote module paths. */
const PROBED_NODES = 64;

/** Reads the scopes out of metadata, names of nodes or, for nodes without a name, of their outputs, and names of weights. */
export function readScopes(connections: Connections, roles: readonly Role[]): NodeScopes {
  const reader = new ScopeReader(connections);
  const scopeOf = new Int32Array(connections.nodeCount);
  for (let node = 0; node < connections.nodeCount; node++) {
    if (connections.isHidden(node)) continue;
    scopeOf[node] = reader.scopeOf(node);
  }
  splitRepeatedCalls(connections, roles, reader.tree, scopeOf);
  const root = commonScope(reader.tree, scopeOf, connections);
  return { tree: reader.tree, scopeOf, root, coverage: coverageOf(roles, scopeOf, root) };
}

function coverageOf(roles: readonly Role[], scopeOf: Int32Array, root: ScopeId): number {
  const visible = { all: 0, scoped: 0 };
  const weighted = { all: 0, scoped: 0 };
  for (let node = 0; node < roles.length; node++) {
    if (roles[node] === 'hidden') continue;
    const scoped = Number(scopeOf[node]! > root);
    visible.all++;
    visible.scoped += scoped;
    if (roles[node] !== 'weighted') continue;
    weighted.all++;
    weighted.scoped += scoped;
  }
  return Math.max(visible.scoped / Math.max(visible.all, 1), weighted.scoped / Math.max(weighted.all, 1));
}

class ScopeReader {
  readonly tree = new ScopeTree();
  private readonly known = new Map<string, ScopeId>();
  /** The scope around the one that was read last, by PyTorch's path. */
  private lastAbove: { readonly prefix: string; readonly scope: ScopeId } = { prefix: '', scope: ROOT_SCOPE };
  /** The scope that was read last, by PyTorch's path. */
  private last: { readonly prefix: string; readonly scope: ScopeId } = { prefix: '', scope: ROOT_SCOPE };
  private readonly hasModules: boolean;

  constructor(private readonly connections: Connections) {
    this.hasModules = writesModules(connections);
  }

  scopeOf(node: NodeId): ScopeId {
    const { graph } = this.connections;
    const listing = this.hasModules ? graph.nodes.metadata(node).get(MODULES_KEY) : undefined;
    const scope = listing === undefined ? this.scopeOfName(node) : this.scopeOfModules(listing);
    return this.correctByWeight(node, scope);
  }

  /** What stands last is the call, which differs from node to node. */
  private scopeOfModules(listing: string): ScopeId {
    return this.remember(listing.slice(0, listing.lastIndexOf(',')), () => this.tree.at(scopePathOfModules(listing)));
  }

  private scopeOfName(node: NodeId): ScopeId {
    const { graph } = this.connections;
    const op = graph.nodes.ops[node] ?? '';
    const name = graph.nodes.names[node] || outputName(graph, node);
    if (!name.startsWith('/')) return this.tree.at(scopePathOfName(name, op));
    const end = name.lastIndexOf('/');
    if (end !== this.last.prefix.length || !name.startsWith(this.last.prefix)) {
      const prefix = name.slice(0, end);
      this.last = { prefix, scope: this.scopeOfPrefix(prefix) };
    }
    return this.last.scope;
  }

  /** PyTorch's paths without the operator. Nodes of one scope, and scopes of one parent, share their beginning, which is looked up only once. */
  private scopeOfPrefix(prefix: string): ScopeId {
    if (prefix === '') return ROOT_SCOPE;
    const above = prefix.slice(0, prefix.lastIndexOf('/'));
    const segment = withoutParent(prefix.slice(above.length + 1), above.slice(above.lastIndexOf('/') + 1));
    // Neighbours share the scope around theirs; comparing with it is cheaper than looking up every prefix of every node.
    if (above !== this.lastAbove.prefix) this.lastAbove = { prefix: above, scope: this.remember(above, () => this.scopeOfPrefix(above)) };
    const { scope } = this.lastAbove;
    return segment === '' ? scope : this.tree.child(scope, segment);
  }

  private remember(key: string, find: () => ScopeId): ScopeId {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const scope = find();
    this.known.set(key, scope);
    return scope;
  }

  /**
   * Names of weights tell modules as well. A node that an exporter folded carries the scope of the last thing folded into it (a Conv that of its
   * BatchNormalization): the sibling that its weight names is taken instead. Exporters that only numbered their nodes kept the names of weights.
   */
  private correctByWeight(node: NodeId, scope: ScopeId): ScopeId {
    if (scope !== ROOT_SCOPE && !this.hasModules) return scope;
    const module = this.moduleOfWeights(node);
    if (module === undefined) return scope;
    if (scope === ROOT_SCOPE) return module.includes('.') ? this.remember(module, () => this.scopeOfModule(module)) : scope;
    const parent = this.tree.parent(scope);
    const prefix = this.tree.pathBelow(ROOT_SCOPE, parent).join('.');
    const name = prefix === '' ? module : module.startsWith(`${prefix}.`) ? module.slice(prefix.length + 1) : '';
    return /^\w+$/.test(name) ? this.tree.child(parent, name) : scope;
  }

  /** Names of nodes write `layer.0` as one name; the path of a module does not tell. */
  private scopeOfModule(module: string): ScopeId {
    const segments = module.split('.');
    let scope = ROOT_SCOPE;
    for (let at = 0; at < segments.length; at++) {
      const joined = this.tree.find(scope, `${segments[at]!}.${segments[at + 1] ?? ''}`);
      scope = joined ?? this.tree.child(scope, segments[at]!);
      if (joined !== undefined) at++;
    }
    return scope;
  }

  private moduleOfWeights(node: NodeId): string | undefined {
    const { tensors } = this.connections.graph;
    for (const tensor of this.connections.statics(node)) {
      const module = tensors.isInitializer[tensor] === 1 ? modulePathOfWeight(tensors.names[tensor] ?? '') : undefined;
      if (module !== undefined) return module;
    }
    return undefined;
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
  for (let node = 0; node < scopeOf.length; node++) if (!connections.isHidden(node)) own[scopeOf[node]!]!++;
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
