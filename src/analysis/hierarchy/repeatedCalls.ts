import { NONE, type NodeId, type TensorId } from '../../shared/graph/graph';
import { consumersOf } from '../../shared/graph/traversal';
import type { Connections } from './connections';
import type { Role } from './roles';
import { ROOT_SCOPE, type ScopeId, type ScopeTree } from './scopeTree';

/** A module with fewer layers than this, times its calls, gains nothing from a group for each call. */
const FEWEST_LAYERS_OF_A_CALL = 2;
/** The numbers of several calls, and of none. */
const MIXED = -1;
const UNCALLED = 0;

/**
 * A module that runs several times (the layers of ALBERT, a head on every level of a pyramid) reads the same weights each time. Exporters number what is
 * inside (`attention/query`, `attention/query_1`) or write the same names again; here every call gets a scope of its own, `call.1`, `call.2`, …, with the
 * module's names in it. Changes `scopeOf` for nodes of such modules; other models stay as they are. Linear in nodes and connections.
 */
export function splitRepeatedCalls(connections: Connections, roles: readonly Role[], tree: ScopeTree, scopeOf: Int32Array): void {
  const plain = new PlainScopes(tree);
  const marks = markCalls(connections, roles, plain, scopeOf);
  if (marks.calls.size === 0) return;
  const modules = findModules(tree, roles, plain, marks, scopeOf);
  if (modules.size === 0) return;
  const moduleOf = spread(tree, modules);
  const callOf = new Int32Array(scopeOf.length);
  for (let node = 0; node < scopeOf.length; node++) {
    if (roles[node] === 'hidden') continue;
    const scope = plain.of(scopeOf[node]!);
    const module = moduleOf[scope] ?? NONE;
    if (module === NONE) continue;
    callOf[node] = marks.indices.get(node) ?? latestCall(connections, node, module);
    const call = tree.child(module, `call.${String(callOf[node]! + 1)}`);
    scopeOf[node] = tree.pathBelow(module, scope).reduce((inner, name) => tree.child(inner, name), call);
  }

  /** What reads no weight belongs to the latest call that it reads from. */
  function latestCall(from: Connections, node: NodeId, module: ScopeId): number {
    let latest = 0;
    for (const before of from.predecessors(node)) if (isInside(tree, scopeOf[before]!, module)) latest = Math.max(latest, callOf[before]!);
    return latest;
  }
}

/** Scopes without the numbers that exporters give to further calls: that of `query` for `query_3` where both are there. */
class PlainScopes {
  private readonly known = new Map<ScopeId, ScopeId>();

  constructor(private readonly tree: ScopeTree) {}

  of(scope: ScopeId): ScopeId {
    if (scope <= ROOT_SCOPE) return scope;
    const known = this.known.get(scope);
    if (known !== undefined) return known;
    const { tree } = this;
    const [above, name] = [tree.parent(scope), tree.name(scope)];
    const base = /^(.*\D)_\d+$/.exec(name)?.[1];
    const isFurther = base !== undefined && tree.find(above, base) !== undefined;
    const plainAbove = this.of(above);
    const plain = isFurther ? tree.child(plainAbove, base) : plainAbove === above ? scope : tree.child(plainAbove, name);
    this.known.set(scope, plain);
    return plain;
  }
}

interface CallMarks {
  /** Which call of its module a node belongs to, from 0. */
  readonly indices: ReadonlyMap<NodeId, number>;
  /** How often the module of such a node runs. */
  readonly calls: ReadonlyMap<NodeId, number>;
}

/** The readers of a weight that all lie in one plain scope are the calls of one module, in the order in which they run. */
function markCalls(connections: Connections, roles: readonly Role[], plain: PlainScopes, scopeOf: Int32Array): CallMarks {
  const indices = new Map<NodeId, number>();
  const calls = new Map<NodeId, number>();
  const { tensors } = connections.graph;
  for (let tensor = 0; tensor < tensors.count; tensor++) {
    if (tensors.isInitializer[tensor] === 0 || tensors.consumerStart[tensor + 1]! - tensors.consumerStart[tensor]! < 2) continue;
    const readers = callsOf(connections, roles, tensor);
    const scope = plain.of(scopeOf[readers[0] ?? -1] ?? ROOT_SCOPE);
    if (readers.length < 2 || scope === ROOT_SCOPE || readers.some(reader => plain.of(scopeOf[reader]!) !== scope)) continue;
    readers.forEach((reader, index) => {
      indices.set(reader, index);
      calls.set(reader, readers.length);
    });
  }
  return { indices, calls };
}

function callsOf(connections: Connections, roles: readonly Role[], tensor: TensorId): readonly NodeId[] {
  if ((connections.graph.tensors.weights[tensor]?.dims.length ?? 0) === 0) return [];
  const readers = new Set(consumersOf(connections.graph, tensor));
  return [...readers].filter(reader => reader < connections.nodeCount && roles[reader] !== 'hidden' && roles[reader] !== 'helper');
}

/** The outermost scopes all of whose layers with weights run equally often; of a chain of scopes around the same layers the innermost. */
function findModules(
  tree: ScopeTree,
  roles: readonly Role[],
  plain: PlainScopes,
  { calls }: CallMarks,
  scopeOf: Int32Array,
): ReadonlySet<ScopeId> {
  const plainOf = scopeOf.map(scope => plain.of(scope));
  const weighted = new Int32Array(tree.size);
  const times = new Int32Array(tree.size);
  const note = (scope: ScopeId, count: number, calledTimes: number) => {
    times[scope] = weighted[scope] === 0 || times[scope] === calledTimes ? calledTimes : MIXED;
    weighted[scope]! += count;
  };
  for (let node = 0; node < scopeOf.length; node++) {
    if (roles[node] === 'weighted' || roles[node] === 'norm') note(plainOf[node]!, 1, calls.get(node) ?? UNCALLED);
  }
  const fullest = new Int32Array(tree.size).fill(NONE);
  for (let scope = tree.size - 1; scope > ROOT_SCOPE; scope--) {
    if (weighted[scope] === 0) continue;
    const parent = tree.parent(scope);
    note(parent, weighted[scope]!, times[scope]!);
    fullest[parent] = scope;
  }
  const isModule = (scope: ScopeId) => times[scope]! > 1 && weighted[scope]! >= FEWEST_LAYERS_OF_A_CALL * times[scope]!;
  const modules = new Set<ScopeId>();
  for (let scope = ROOT_SCOPE + 1; scope < tree.size; scope++) {
    if (!isModule(scope) || isModule(tree.parent(scope))) continue;
    let innermost = scope;
    for (let inner = fullest[innermost]!; inner !== NONE && weighted[inner] === weighted[innermost]; inner = fullest[inner]!)
      innermost = inner;
    modules.add(innermost);
  }
  return modules;
}

/** The module that each scope is or lies in, `NONE` for others. */
function spread(tree: ScopeTree, modules: ReadonlySet<ScopeId>): Int32Array {
  const moduleOf = new Int32Array(tree.size).fill(NONE);
  for (let scope = ROOT_SCOPE + 1; scope < moduleOf.length; scope++)
    moduleOf[scope] = modules.has(scope) ? scope : moduleOf[tree.parent(scope)]!;
  return moduleOf;
}

function isInside(tree: ScopeTree, scope: ScopeId, ancestor: ScopeId): boolean {
  let current = scope;
  while (current > ancestor) current = tree.parent(current);
  return current === ancestor;
}
