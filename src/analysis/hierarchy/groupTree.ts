import type { LayerGroup } from '../../shared/report/analysis';

/** Collects groups; a parent must be added before its children. */
export class GroupTree {
  readonly groups: LayerGroup[] = [];

  add(name: string, parent: number, inferred: boolean): number {
    const id = this.groups.length;
    const parentPath = this.groups[parent]?.path;
    this.groups.push({ id, name, path: parentPath === undefined ? name : `${parentPath}/${name}`, parent, inferred });
    return id;
  }

  /** The ancestor of a group at the top; −1 for none. */
  top(group: number): number {
    let top = group;
    for (let parent = this.groups[top]?.parent ?? -1; parent !== -1; parent = this.groups[top]?.parent ?? -1) top = parent;
    return top;
  }

  /** Is `group` the same as `ancestor` or inside it? Everything is inside −1. */
  isInside(group: number, ancestor: number): boolean {
    if (ancestor === -1) return true;
    for (let current = group; current !== -1; current = this.groups[current]?.parent ?? -1) if (current === ancestor) return true;
    return false;
  }
}
