import type { ValueType } from '../../shared/graph/attribute';

/** Whether two declared types say the same. */
export function sameType(a: ValueType | undefined, b: ValueType | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && textOf(a) === textOf(b));
}

function textOf(type: ValueType): string {
  return JSON.stringify(type, (_, value: unknown) => (value === undefined ? null : value));
}
