import { NONE } from '../../shared/graph/graph';
import type { ScopeId, ScopeTree } from './scopeTree';

/** A list of names for each scope, which ends with the scope's own and shares its beginning with the list of the scope around it. */
export class ScopePaths {
  /** Scope whose name stands last in the list of each scope, `NONE` for an empty list. */
  private readonly last: Int32Array;
  /** Scope whose name stands before that of each scope, `NONE` for the first. */
  private readonly before: Int32Array;

  constructor(private readonly tree: ScopeTree) {
    this.last = new Int32Array(tree.size).fill(NONE);
    this.before = new Int32Array(tree.size).fill(NONE);
  }

  /** Makes a scope's list of that of its parent, whose last name is left out on demand. */
  extend(scope: ScopeId, dropsLast: boolean): void {
    const above = this.last[this.tree.parent(scope)] ?? NONE;
    this.last[scope] = scope;
    this.before[scope] = dropsLast && above !== NONE ? this.before[above]! : above;
  }

  clear(scope: ScopeId): void {
    this.last[scope] = NONE;
  }

  of(scope: ScopeId): string[] {
    const names: string[] = [];
    for (let at = this.last[scope]!; at !== NONE; at = this.before[at]!) names.push(this.tree.name(at));
    return names.reverse();
  }
}
