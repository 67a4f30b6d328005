import { sameDim } from './dims/dim';
import { sequenceFact, UNKNOWN, type Fact, type SymbolicShape } from './fact';

/** What holds of both: of the results of two branches, or of a loop's value before and after an iteration. */
export function mergeFacts(a: Fact, b: Fact): Fact {
  if (a === b) return a;
  if (a.kind === 'unknown' || b.kind === 'unknown' || a.kind !== b.kind) return UNKNOWN;
  if (a.kind === 'sequence') return sequenceFact(mergeContents(a, b));
  return {
    kind: a.kind,
    dtype: a.dtype === b.dtype ? a.dtype : undefined,
    shape: mergeShapes(a.shape, b.shape),
    ...(a.content === undefined && b.content === undefined ? {} : { content: mergeContents(a, b) }),
  };
}

/** An empty sequence says nothing about what its members will be. */
function mergeContents(a: Fact, b: Fact): Fact | undefined {
  if (a.items?.length === 0 && a.content?.shape === undefined) return b.content;
  if (b.items?.length === 0 && b.content?.shape === undefined) return a.content;
  return a.content === undefined || b.content === undefined ? undefined : mergeFacts(a.content, b.content);
}

export function mergeShapes(a: SymbolicShape | undefined, b: SymbolicShape | undefined): SymbolicShape | undefined {
  if (a === undefined || b?.length !== a.length) return undefined;
  return a.map((dim, axis) => (sameDim(dim, b[axis]) ? dim : undefined));
}

export function sameShape(a: SymbolicShape | undefined, b: SymbolicShape | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.length === b.length && a.every((dim, axis) => dim === b[axis] || sameDim(dim, b[axis]));
}
