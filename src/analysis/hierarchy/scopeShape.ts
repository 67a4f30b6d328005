import type { NodeScopes } from './nodeScopes';
import { ROOT_SCOPE, type ScopeId, type ScopeTree } from './scopeTree';

/** A scope with more than this share of all layers and at least so many children is replaced by its children (design spec 4.16). */
const DISSOLVED_SHARE = 0.6;
const DISSOLVED_CHILDREN = 4;

/** How many layers lie in each scope, and which scopes say nothing by themselves. */
export class ScopeShape {
  /** Layers in each scope and below it. */
  readonly totals: Int32Array;
  private readonly tree: ScopeTree;
  private readonly root: ScopeId;
  /** Children with layers, those of dissolved children instead of them. */
  private readonly children: Int32Array;
  private readonly dissolved: Uint8Array;

  /** @param own layers directly in each scope */
  constructor({ tree, root }: NodeScopes, own: Int32Array) {
    this.tree = tree;
    this.root = root;
    this.totals = tree.accumulate(own);
    this.children = new Int32Array(tree.size);
    this.dissolved = new Uint8Array(tree.size);
    for (let scope = tree.size - 1; scope > ROOT_SCOPE; scope--) this.measure(scope);
  }

  isDissolved(scope: ScopeId): boolean {
    return this.dissolved[scope] === 1;
  }

  /** Holds at least two layers, and not the very same as the scope around it, which then stands for both. */
  isCandidate(scope: ScopeId): boolean {
    const layers = this.totals[scope] ?? 0;
    if (layers < 2 || this.isDissolved(scope)) return false;
    const parent = this.tree.parent(scope);
    return parent <= this.root || this.isDissolved(parent) || this.totals[parent] !== layers;
  }

  /** Scopes have larger ids than their parents, so counting down meets the children first. */
  private measure(scope: ScopeId): void {
    const { totals, children, dissolved, root } = this;
    const layers = totals[scope]!;
    if (layers === 0) return;
    const parent = this.tree.parent(scope);
    if (scope !== root && layers > DISSOLVED_SHARE * totals[ROOT_SCOPE]! && children[scope]! >= DISSOLVED_CHILDREN) dissolved[scope] = 1;
    children[parent]! += dissolved[scope] === 1 ? children[scope]! : 1;
  }
}
