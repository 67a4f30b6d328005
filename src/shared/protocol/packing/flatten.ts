import type { Packed, TypedArray } from './packed';

/** Kinds of arrays by their place here. */
const KINDS = [
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
] as const;

/** Of numbers that every element type divides: an array begins at a multiple of it. */
const ALIGNMENT = 8;

/** Bytes that a packed value takes, its structure apart. */
export function flatBytes({ words, floats, texts, arrays }: Packed): number {
  const ofTexts = texts.reduce((sum, text) => sum + text.length, 0);
  return arrays.reduce((sum, array) => sum + array.byteLength, words.byteLength + floats.byteLength + ofTexts);
}

/**
 * A packed value as one run of bytes in the order of this machine: how many texts and arrays, for each array its kind and length in bytes, then the arrays,
 * each aligned to 8 bytes. Words and floats come first; a text is an array of its characters, of one byte each where all are ASCII.
 */
export function flatten({ words, floats, texts, arrays }: Packed): Uint8Array {
  const all: readonly TypedArray[] = [words, floats, ...texts.map(charactersOf), ...arrays];
  const head = Int32Array.of(texts.length, all.length, ...all.flatMap(array => [kindOf(array), array.byteLength]));
  let length = aligned(head.byteLength);
  for (const array of all) length += aligned(array.byteLength);
  const bytes = new Uint8Array(length);
  bytes.set(bytesOf(head));
  let at = aligned(head.byteLength);
  for (const array of all) {
    bytes.set(bytesOf(array), at);
    at += aligned(array.byteLength);
  }
  return bytes;
}

/** Reads the characters of a text: ASCII in bytes, UTF-16 in words. */
export type TextReader = (characters: Uint8Array | Uint16Array) => string;

/** The packed value, over the same bytes. Throws for what `flatten` did not make. */
export function unflatten({ buffer, byteOffset, byteLength }: Uint8Array<ArrayBuffer>, readText: TextReader): Packed {
  const [textCount = 0, count = 0] = new Int32Array(buffer, byteOffset, 2);
  const head = new Int32Array(buffer, byteOffset, 2 + 2 * count);
  let at = byteOffset + aligned(head.byteLength);
  const all: TypedArray[] = [];
  for (let index = 0; index < count; index++) {
    const Kind = KINDS[head[2 + 2 * index]!];
    const length = head[3 + 2 * index]!;
    if (Kind === undefined || at + length > byteOffset + byteLength) throw new Error('These are not the bytes of a packed value.');
    all.push(new Kind(buffer, at, length / Kind.BYTES_PER_ELEMENT));
    at += aligned(length);
  }
  const [words, floats, ...rest] = all;
  return {
    words: words as Int32Array,
    floats: floats as Float64Array,
    texts: rest.slice(0, textCount).map(characters => readText(characters as Uint8Array | Uint16Array)),
    arrays: rest.slice(textCount),
  };
}

function aligned(length: number): number {
  return Math.ceil(length / ALIGNMENT) * ALIGNMENT;
}

function kindOf(array: TypedArray): number {
  return KINDS.findIndex(Kind => array instanceof Kind);
}

function bytesOf({ buffer, byteOffset, byteLength }: TypedArray): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

const MOST_ASCII = 0x7f;

function charactersOf(text: string): Uint8Array | Uint16Array {
  const narrow = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code > MOST_ASCII) return Uint16Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
    narrow[index] = code;
  }
  return narrow;
}
