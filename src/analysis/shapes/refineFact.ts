import type { Fact, SymbolicShape } from './fact';

/** A fact completed by what the file declares, and what the two disagree on, in words. */
export interface RefinedFact {
  readonly fact: Fact;
  readonly conflict: string | undefined;
}

/** Inference wins; the declaration fills in what inference leaves open. */
export function refineFact(inferred: Fact, declared: Fact): RefinedFact {
  if (declared.kind === 'unknown') return { fact: inferred, conflict: undefined };
  if (inferred.kind === 'unknown') return { fact: declared, conflict: undefined };
  if (inferred.kind !== 'tensor' || declared.kind !== 'tensor') return { fact: refineContent(inferred, declared), conflict: undefined };
  const shape = refineShape(inferred.shape, declared.shape);
  const dtype = inferred.dtype ?? declared.dtype;
  const fact = shape === inferred.shape && dtype === inferred.dtype ? inferred : { ...inferred, dtype, shape };
  return { fact, conflict: describeConflict(inferred, declared) };
}

function refineContent(inferred: Fact, declared: Fact): Fact {
  if (inferred.kind !== declared.kind || declared.content === undefined) return inferred;
  return { ...inferred, content: inferred.content === undefined ? declared.content : refineFact(inferred.content, declared.content).fact };
}

function refineShape(inferred: SymbolicShape | undefined, declared: SymbolicShape | undefined): SymbolicShape | undefined {
  if (inferred === undefined) return declared;
  if (declared?.length !== inferred.length || !inferred.some((dim, axis) => dim === undefined && declared[axis] !== undefined))
    return inferred;
  return inferred.map((dim, axis) => dim ?? declared[axis]);
}

function describeConflict(inferred: Fact, declared: Fact): string | undefined {
  if (inferred.dtype !== undefined && declared.dtype !== undefined && inferred.dtype !== declared.dtype)
    return `the file declares ${declared.dtype}, its operator makes ${inferred.dtype}`;
  if (inferred.shape === undefined || declared.shape === undefined) return undefined;
  if (inferred.shape.length !== declared.shape.length)
    return `the file declares ${declared.shape.length} dimensions, its operator makes ${inferred.shape.length}`;
  for (const [axis, made] of inferred.shape.entries()) {
    const said = declared.shape[axis];
    // Only two different numbers contradict each other; expressions may still come out equal.
    if (typeof made === 'number' && typeof said === 'number' && made !== said)
      return `the file declares ${said} for axis ${axis}, its operator makes ${made}`;
  }
  return undefined;
}
