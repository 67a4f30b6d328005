/** Index of a scope in a `ScopeTree`; 0 is the root. */
export type ScopeId = number;
export const ROOT_SCOPE: ScopeId = 0;

/** A tree of name scopes. Children have larger ids than their parents. */
export class ScopeTree {
  readonly names: string[] = [''];
  readonly parents: ScopeId[] = [-1];
  /** The child that was added last, −1 for none: names of neighbours in a file mostly lead to it. */
  private readonly newest: ScopeId[] = [-1];
  /** Children by name of scopes with several; most have one or none. */
  private readonly children = new Map<ScopeId, Map<string, ScopeId>>();

  get size(): number {
    return this.names.length;
  }

  child(parent: ScopeId, name: string): ScopeId {
    const newest = this.newest[parent]!;
    if (newest === -1) return this.add(parent, name);
    if (this.names[newest] === name) return newest;
    let siblings = this.children.get(parent);
    if (siblings === undefined) this.children.set(parent, (siblings = new Map([[this.names[newest]!, newest]])));
    let scope = siblings.get(name);
    if (scope === undefined) siblings.set(name, (scope = this.add(parent, name)));
    return scope;
  }

  /** The child of that name, `undefined` where there is none. */
  find(parent: ScopeId, name: string): ScopeId | undefined {
    const newest = this.newest[parent] ?? -1;
    return newest !== -1 && this.names[newest] === name ? newest : this.children.get(parent)?.get(name);
  }

  /** The scope at the end of a path from the root. */
  at(path: readonly string[]): ScopeId {
    return path.reduce((scope, name) => this.child(scope, name), ROOT_SCOPE);
  }

  private add(parent: ScopeId, name: string): ScopeId {
    const scope = this.names.length;
    this.names.push(name);
    this.parents.push(parent);
    this.newest.push(-1);
    this.newest[parent] = scope;
    return scope;
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
