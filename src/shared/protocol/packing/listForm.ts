/** In a column of a table: this object has no such key. */
export const ABSENT: unique symbol = Symbol('absent');

export type ListForm = 'strings' | 'ints' | 'floats' | 'objects' | 'sparse' | 'other';

/** What all elements of a list are. */
export function listForm(list: readonly unknown[]): ListForm {
  let found: ListForm | undefined;
  for (const element of list) {
    const form = formOf(element);
    if (found === form || (found === 'floats' && form === 'ints')) continue;
    if (form === 'sparse' || found === 'sparse') return 'sparse';
    if (found !== undefined && !(found === 'ints' && form === 'floats')) found = 'other';
    else found = form;
  }
  return found ?? 'other';
}

/** Elements that are nothing: they are told apart, and left out of what is written. */
export function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === ABSENT;
}

export function isInt32(value: number): boolean {
  return (value | 0) === value && !Object.is(value, -0);
}

export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

function formOf(element: unknown): ListForm {
  if (typeof element === 'string') return 'strings';
  if (typeof element === 'number') return isInt32(element) ? 'ints' : 'floats';
  if (isNothing(element)) return 'sparse';
  return isPlainObject(element) ? 'objects' : 'other';
}

/** After so many elements it shows whether a list repeats itself. */
const SAMPLE = 1024;

/**
 * The distinct elements of a list and the position of each element among them; `undefined` when they are too many to be worth it, or cannot be told apart by
 * a key. Equal arrays become one.
 */
export function dictionaryOf(
  list: readonly unknown[],
): { readonly distinct: readonly unknown[]; readonly indices: Int32Array } | undefined {
  const known = new Map<unknown, number>();
  const distinct: unknown[] = [];
  const indices = new Int32Array(list.length);
  for (let position = 0; position < list.length; position++) {
    const key = keyOf(list[position]);
    if (key === undefined) return undefined;
    let index = known.get(key);
    if (index === undefined) {
      index = distinct.push(list[position]) - 1;
      if (index >= Math.max(SAMPLE, position) >> 1 || index >= list.length >> 2) return undefined;
      known.set(key, index);
    }
    indices[position] = index;
  }
  return { distinct, indices };
}

/** The same for equal values, of which most stand for themselves; `undefined` for what has none. */
function keyOf(value: unknown): unknown {
  if (typeof value === 'string') return value.startsWith(OF_ARRAY) ? undefined : value;
  if (value === undefined) return UNDEFINED;
  return Array.isArray(value) ? keyOfArray(value) : typeof value === 'object' || Object.is(value, -0) ? undefined : value;
}

const UNDEFINED = Symbol('undefined');
const OF_ARRAY = '\0[';

function keyOfArray(array: readonly unknown[]): string | undefined {
  let key = OF_ARRAY;
  for (const element of array) {
    if (typeof element === 'string') key += JSON.stringify(element);
    else if (typeof element === 'number' && !Object.is(element, -0)) key += String(element);
    else if (element !== undefined) return undefined;
    key += ',';
  }
  return key;
}
