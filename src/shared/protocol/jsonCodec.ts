import { assertNever } from '../base/assertNever';

/** Marks a value that JSON would lose. */
const MARK = '$layerwise';

type Marked =
  | { readonly [MARK]: 'undefined' | 'NaN' | 'Infinity' | '-Infinity' }
  | { readonly [MARK]: 'bigint'; readonly value: string }
  /** An object that has the mark as a key of its own. */
  | { readonly [MARK]: 'object'; readonly value: unknown };

/** A value of plain objects, arrays and typed arrays as JSON that `valueOfJson` makes sense of; a Float64Array becomes an array of numbers. */
export function jsonOf(value: unknown): string {
  return JSON.stringify(encode(value));
}

/** What was written by `jsonOf`, after `JSON.parse`; leaves what was not encoded as it is. */
export function valueOfJson(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(valueOfJson);
  return Object.hasOwn(value, MARK) ? decodeMarked(value as Marked) : mapValues(value, valueOfJson);
}

function encode(value: unknown): unknown {
  if (value === undefined) return { [MARK]: 'undefined' };
  if (typeof value === 'number') return Number.isFinite(value) ? value : { [MARK]: String(value) };
  if (typeof value === 'bigint') return { [MARK]: 'bigint', value: String(value) };
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Float64Array) return Array.from(value);
  if (Array.isArray(value)) return value.map(encode);
  const encoded = mapValues(value, encode);
  return Object.hasOwn(value, MARK) ? { [MARK]: 'object', value: encoded } : encoded;
}

function decodeMarked(marked: Marked): unknown {
  switch (marked[MARK]) {
    case 'undefined':
      return undefined;
    case 'bigint':
      return BigInt(marked.value);
    case 'object':
      return mapValues(marked.value ?? {}, valueOfJson);
    case 'NaN':
    case 'Infinity':
    case '-Infinity':
      return Number(marked[MARK]);
    default:
      return assertNever(marked);
  }
}

/** `Object.fromEntries` makes own properties of names like `__proto__`; model strings are keys here. */
function mapValues(object: object, map: (value: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).map(([key, value]: [string, unknown]) => [key, map(value)]));
}
