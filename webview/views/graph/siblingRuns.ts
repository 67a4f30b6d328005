import type { TreeChild, TreeGroup } from './graphTree';

/** From so many equal siblings on they are one line. */
export const FEWEST_IN_RUN = 4;

type Part = TreeChild | { readonly kind: 'run'; readonly groups: readonly TreeGroup[] };

/** Folds collapsed neighbours of equal structure; an expanded one ends a run, and leaves it. */
export function siblingRuns(children: readonly TreeChild[], expanded: ReadonlySet<number>, unfolded: ReadonlySet<number>): readonly Part[] {
  const parts: Part[] = [];
  let run: TreeGroup[] = [];
  const flush = () => {
    const isRun = run.length >= FEWEST_IN_RUN && !run.some(({ id }) => unfolded.has(id));
    if (isRun) parts.push({ kind: 'run', groups: run });
    else for (const group of run) parts.push({ kind: 'group', group });
    run = [];
  };
  for (const child of children) {
    const group = child.kind === 'group' && !expanded.has(child.group.id) ? child.group : undefined;
    if (group === undefined || (run[0] !== undefined && run[0].structure !== group.structure)) flush();
    if (group === undefined) parts.push(child);
    else run.push(group);
  }
  flush();
  return parts;
}
