import type { Analysis } from '../shared/report/analysis';
import type { Problem } from '../shared/report/problem';

/** What opening a model found, then what its analysis found besides. */
export function reportedProblems(opened: readonly Problem[], { problems }: Pick<Analysis, 'problems'>): readonly Problem[] {
  return [...opened, ...problems.filter(problem => !opened.some(other => isSame(problem, other)))];
}

function isSame(a: Problem, b: Problem): boolean {
  return a.reason === b.reason && a.node === b.node;
}
