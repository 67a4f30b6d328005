import type { NodeScopes } from './nodeScopes';
import { ROOT_SCOPE, type ScopeId, type ScopeTree } from './scopeTree';

/** A scope with more than this share of all layers and at least so many children is replaced by its children (design spec 4.16). */
const DISSOLVED_SHARE = 0.6;
const DISSOLVED_CHILDREN = 4;
/** Fewer groups at the top say little about a model; then this share is enough (an encoder and a decoder that hold about half each). */
const FEWEST_AT_TOP = 4;
const DISSOLVED_SHARE_OF_FEW = 0.4;

/** How many layers lie in each scope, and which scopes say nothing by themselves. */
export class ScopeShape {
  /** Layers in each scope and below it. */
  readonly totals: Int32Array;
  private readonly tree: ScopeTree;
  private readonly root: ScopeId;
  /** Children with layers, those of dissolved children instead of them. */
  private readonly children: Int32Array;
  private readonly dissolved: Uint8Array;

  /** How many children of dissolved scopes have each name. */
  private readonly namesakes = new Map<string, number>();

  /** @param own layers directly in each scope */
  constructor({ tree, root }: NodeScopes, own: Int32Array) {
    this.tree = tree;
    this.root = root;
    this.totals = tree.accumulate(own);
    this.children = new Int32Array(tree.size);
    this.dissolved = new Uint8Array(tree.size);
    this.dissolve(DISSOLVED_SHARE);
    if (this.groupsAtTop() < FEWEST_AT_TOP) this.dissolve(DISSOLVED_SHARE_OF_FEW);
    for (let scope = root + 1; scope < tree.size; scope++) {
      if (!this.isDissolved(tree.parent(scope)) || this.isDissolved(scope) || this.totals[scope] === 0) continue;
      this.namesakes.set(tree.name(scope), (this.namesakes.get(tree.name(scope)) ?? 0) + 1);
    }
  }

  isDissolved(scope: ScopeId): boolean {
    return this.dissolved[scope] === 1;
  }

  /**
   * Whether a child of a dissolved scope goes without its name. It stays in front of a number (`layer.0` in `encoder` is `layer.0`, `0` in `features` is
   * `features.0`), and where two dissolved scopes have a child of the same name.
   */
  standsAlone(scope: ScopeId): boolean {
    const name = this.tree.name(scope);
    return this.isDissolved(this.tree.parent(scope)) && !/^\d/.test(name) && (this.namesakes.get(name) ?? 0) <= 1;
  }

  /** Holds at least two layers, and not the very same as the scope around it, which then stands for both. */
  isCandidate(scope: ScopeId): boolean {
    const layers = this.totals[scope] ?? 0;
    if (layers < 2 || this.isDissolved(scope)) return false;
    const parent = this.tree.parent(scope);
    return parent <= this.root || this.isDissolved(parent) || this.totals[parent] !== layers;
  }

  /** Scopes have larger ids than their parents, so counting down meets the children first. */
  private dissolve(share: number): void {
    const { tree, totals, children, dissolved, root } = this;
    children.fill(0);
    for (let scope = tree.size - 1; scope > ROOT_SCOPE; scope--) {
      const layers = totals[scope]!;
      if (layers === 0) continue;
      if (scope !== root && layers > share * totals[ROOT_SCOPE]! && children[scope]! >= DISSOLVED_CHILDREN) dissolved[scope] = 1;
      children[tree.parent(scope)]! += dissolved[scope] === 1 ? children[scope]! : 1;
    }
  }

  /** Scopes with several layers below the root, those of dissolved ones instead of them. */
  private groupsAtTop(): number {
    const { tree, totals, root } = this;
    let count = 0;
    for (let scope = root + 1; scope < tree.size; scope++) {
      const above = tree.parent(scope);
      if (totals[scope]! >= 2 && !this.isDissolved(scope) && (above === root || this.isDissolved(above))) count++;
    }
    return count;
  }
}
