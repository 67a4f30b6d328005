export type TypedArray =
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;

/**
 * A value of plain objects, arrays and typed arrays as four streams that are read from front to back. Hundreds of thousands of strings and objects cross a
 * process border as a few texts and typed arrays, which every channel copies as they are.
 */
export interface Packed<T = unknown> {
  /** A tag per value, and counts. */
  readonly words: Int32Array;
  /** Numbers that are no 32-bit integers. */
  readonly floats: Float64Array;
  /** The first holds single strings one after the other, each further one a long list of strings: one wide character makes a whole text twice as large. */
  readonly texts: readonly string[];
  readonly arrays: readonly TypedArray[];
  /** Never set; carries the type. */
  readonly type?: T;
}

/** What a word says about the value that follows. Long lists have forms of their own, by what they hold. */
export const TAG = {
  undefined: 0,
  null: 1,
  false: 2,
  true: 3,
  int: 4,
  float: 5,
  string: 6,
  bigint: 7,
  typedArray: 8,
  /** A Float64Array of integers and NaN. */
  wholeFloats: 9,
  /** A long Float64Array or Uint8Array that holds one value throughout: what has no values yet, or values of one basis. */
  filledFloats: 20,
  filledBytes: 21,
  /** An Int32Array as the steps from each element to the next, from zero on. */
  steps: 19,
  array: 10,
  object: 11,
  strings: 12,
  ints: 13,
  floats: 14,
  /** Few distinct values, and which of them each element is. */
  dictionary: 15,
  /** Objects, key by key. */
  table: 16,
  /** Some elements are nothing; the others follow as a list. */
  sparse: 17,
  /** An object without a key that others of its table have. */
  absent: 18,
} as const;

/** Stands for NaN among whole floats. */
export const WHOLE_NAN = -(2 ** 31);

/** Shorter lists are written element by element. */
export const LONG_LIST = 24;
