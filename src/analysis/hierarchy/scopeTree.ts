/** Index of a scope in a `ScopeTree`; 0 is the root. */
export type ScopeId = number;
export const ROOT_SCOPE: ScopeId = 0;

/** A tree of name scopes. Children have larger ids than their parents. */
export class ScopeTree {
  readonly names: string[] = [''];
  readonly parents: ScopeId[] = [-1];
  /** Children by name; leaves, which most scopes are, have no map. */
  private readonly children: (Map<string, ScopeId> | undefined)[] = [];

  get size(): number {
    return this.names.length;
  }

  child(parent: ScopeId, name: string): ScopeId {
    const known = this.children[parent]?.get(name);
    if (known !== undefined) return known;
    const scope = this.names.length;
    this.names.push(name);
    this.parents.push(parent);
    (this.children[parent] ??= new Map<string, ScopeId>()).set(name, scope);
    return scope;
  }

  /** The scope at the end of a path from the root. */
  at(path: readonly string[]): ScopeId {
    return path.reduce((scope, name) => this.child(scope, name), ROOT_SCOPE);
  }

  name(scope: ScopeId): string {
    return this.names[scope] ?? '';
  }

  parent(scope: ScopeId): ScopeId {
    return this.parents[scope] ?? -1;
  }

  /** Names from below `ancestor` down to `scope`. */
  pathBelow(ancestor: ScopeId, scope: ScopeId): readonly string[] {
    const path: string[] = [];
    for (let current = scope; current !== ancestor && current > ROOT_SCOPE; current = this.parent(current))
      path.unshift(this.name(current));
    return path;
  }

  /** Sums over every scope and what lies in it, given the numbers of each scope alone. */
  accumulate(own: Int32Array): Int32Array {
    const totals = own.slice();
    for (let scope = this.size - 1; scope > ROOT_SCOPE; scope--) totals[this.parent(scope)]! += totals[scope]!;
    return totals;
  }
}
