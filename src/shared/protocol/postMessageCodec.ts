import { assertNever } from '../base/assertNever';

/** Marks a value that `postMessage` between a page and VS Code would lose: it is JSON with typed arrays beside it. */
const MARK = '$layerwise';

type Marked =
  | { readonly [MARK]: 'undefined' | 'NaN' | 'Infinity' | '-Infinity' }
  | { readonly [MARK]: 'bigint'; readonly value: string }
  /** An object that has the mark as a key of its own. */
  | { readonly [MARK]: 'object'; readonly value: unknown };

/**
 * Makes a value of plain objects, arrays and typed arrays fit for `postMessage`: `undefined` properties, NaN, infinities and BigInt survive,
 * and a typed array that is a window on a larger buffer is copied, since VS Code would send the whole buffer.
 */
export function encodeForPostMessage(value: unknown): unknown {
  if (value === undefined) return { [MARK]: 'undefined' };
  if (typeof value === 'number') return Number.isFinite(value) ? value : { [MARK]: String(value) };
  if (typeof value === 'bigint') return { [MARK]: 'bigint', value: String(value) };
  if (typeof value !== 'object' || value === null || value instanceof ArrayBuffer) return value;
  if (ArrayBuffer.isView(value)) return ownBuffer(value);
  if (Array.isArray(value)) return value.map(encodeForPostMessage);
  const encoded = mapValues(value, encodeForPostMessage);
  return Object.hasOwn(value, MARK) ? { [MARK]: 'object', value: encoded } : encoded;
}

/** A value as JSON that `decodeFromPostMessage` makes sense of; a Float64Array becomes an array of numbers. */
export function jsonOf(value: unknown): string {
  return JSON.stringify(encodeForPostMessage(value), (_key, part: unknown) => (part instanceof Float64Array ? Array.from(part) : part));
}

/** The inverse of `encodeForPostMessage`; leaves what was not encoded as it is. */
export function decodeFromPostMessage(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map(decodeFromPostMessage);
  return Object.hasOwn(value, MARK) ? decodeMarked(value as Marked) : mapValues(value, decodeFromPostMessage);
}

function decodeMarked(marked: Marked): unknown {
  switch (marked[MARK]) {
    case 'undefined':
      return undefined;
    case 'bigint':
      return BigInt(marked.value);
    case 'object':
      return mapValues(marked.value ?? {}, decodeFromPostMessage);
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

function ownBuffer(view: ArrayBufferView): ArrayBufferView {
  return view.byteLength === view.buffer.byteLength || view instanceof DataView ? view : (view as Uint8Array).slice();
}
