import { IntColumn } from '../../base/intColumn';
import { ABSENT, dictionaryOf, isInt32, isNothing, listForm } from './listForm';
import { LONG_LIST, TAG, WHOLE_NAN, type Packed, type TypedArray } from './packed';

/** Parts of a value that were packed before, by what they were unpacked to: they are passed on as they came. */
const kept = new WeakMap<object, Packed>();

/** Lets `pack` take this form of a value instead of looking at the value again. Nobody may change the value. */
export function keepPacked(value: object, packed: Packed): void {
  kept.set(value, packed);
}

/** Packs a value of plain objects, arrays, typed arrays and primitives, for `unpack`. Equal arrays within a long list become one. */
export function pack<T>(value: T): Packed<T> {
  const packer = new Packer();
  packer.write(value);
  return packer.finish<T>();
}

class Packer {
  private readonly words = new IntColumn();
  private readonly floats: number[] = [];
  private readonly strings: string[] = [];
  private readonly lists: string[] = [];
  private readonly arrays: TypedArray[] = [];

  finish<T>(): Packed<T> {
    const texts = [this.strings.join(''), ...this.lists];
    return { words: this.words.toArray(), floats: Float64Array.from(this.floats), texts, arrays: this.arrays };
  }

  write(value: unknown): void {
    if (typeof value === 'string') this.writeString(TAG.string, value);
    else if (typeof value === 'number') this.writeNumber(value);
    else if (typeof value === 'bigint') this.writeString(TAG.bigint, String(value));
    else if (typeof value === 'boolean') this.words.push(value ? TAG.true : TAG.false);
    else if (value === undefined) this.words.push(TAG.undefined);
    else if (value === null) this.words.push(TAG.null);
    else if (value === ABSENT) this.words.push(TAG.absent);
    else if (Array.isArray(value)) this.writeList(value);
    else if (ArrayBuffer.isView(value)) this.writeTypedArray(value as TypedArray);
    else this.writeObject(value);
  }

  private writeString(tag: number, value: string): void {
    this.words.push(tag);
    this.words.push(value.length);
    this.strings.push(value);
  }

  private writeNumber(value: number): void {
    this.words.push(isInt32(value) ? TAG.int : TAG.float);
    if (isInt32(value)) this.words.push(value);
    else this.floats.push(value);
  }

  private writeTypedArray(value: TypedArray): void {
    if ((value instanceof Float64Array || value instanceof Uint8Array) && value.length >= LONG_LIST && isFilled(value)) {
      this.words.push(value instanceof Float64Array ? TAG.filledFloats : TAG.filledBytes);
      this.words.push(value.length);
      this.floats.push(value[0]!);
      return;
    }
    const whole = value instanceof Float64Array ? wholeNumbers(value) : undefined;
    const steps = value instanceof Int32Array && value.length >= LONG_LIST ? smallSteps(value) : undefined;
    if (whole !== undefined) this.writeArray(TAG.wholeFloats, whole);
    else if (steps !== undefined) this.writeArray(TAG.steps, steps);
    else this.writeArray(TAG.typedArray, ownBuffer(value));
  }

  private writeObject(value: object): void {
    const packed = kept.get(value);
    if (packed !== undefined) {
      this.append(packed);
      return;
    }
    const entries = Object.entries(value);
    this.words.push(TAG.object);
    this.words.push(entries.length);
    for (const [key, item] of entries) {
      this.words.push(key.length);
      this.strings.push(key);
      this.write(item);
    }
  }

  /** The streams are read from front to back, so those of a part stand in their place. */
  private append({ words, floats, texts: [strings = '', ...lists], arrays }: Packed): void {
    for (const word of words) this.words.push(word);
    for (const float of floats) this.floats.push(float);
    this.strings.push(strings);
    for (const list of lists) this.lists.push(list);
    for (const array of arrays) this.arrays.push(array);
  }

  private writeList(list: readonly unknown[]): void {
    const form = list.length < LONG_LIST ? undefined : listForm(list);
    if (form === undefined || !this.writeLongList(list, form)) {
      this.words.push(TAG.array);
      this.words.push(list.length);
      for (const element of list) this.write(element);
    }
  }

  /** Writes nothing and says so where element by element is best. */
  private writeLongList(list: readonly unknown[], form: ReturnType<typeof listForm>): boolean {
    if (form === 'ints') this.writeArray(TAG.ints, smallest(Int32Array.from(list as readonly number[])));
    else if (form === 'floats') this.writeArray(TAG.floats, Float64Array.from(list as readonly number[]));
    else if (form === 'objects') return this.writeTable(list as readonly Readonly<Record<string, unknown>>[]);
    else if (this.writeDictionary(list)) return true;
    else if (form === 'strings') this.writeStrings(list as readonly string[]);
    else if (form === 'sparse') this.writeSparse(list);
    else return false;
    return true;
  }

  private writeArray(tag: number, array: TypedArray): void {
    this.words.push(tag);
    this.arrays.push(array);
  }

  private writeStrings(list: readonly string[]): void {
    this.writeArray(TAG.strings, smallest(Int32Array.from(list, ({ length }) => length)));
    this.lists.push(list.join(''));
  }

  private writeDictionary(list: readonly unknown[]): boolean {
    const dictionary = dictionaryOf(list);
    if (dictionary === undefined) return false;
    this.writeArray(TAG.dictionary, smallest(dictionary.indices));
    this.write(dictionary.distinct);
    return true;
  }

  private writeSparse(list: readonly unknown[]): void {
    const codes = Uint8Array.from(list, element =>
      element === undefined ? TAG.undefined : element === ABSENT ? TAG.absent : element === null ? TAG.null : TAG.true,
    );
    this.writeArray(TAG.sparse, codes);
    this.writeList(list.filter(element => !isNothing(element)));
  }

  /** Objects of one kind have the same few keys; others are written one by one. */
  private writeTable(list: readonly Readonly<Record<string, unknown>>[]): boolean {
    const keys = new Set<string>();
    let values = 0;
    for (const object of list) {
      for (const key in object) {
        keys.add(key);
        values++;
      }
      if (keys.size > MOST_KEYS || kept.has(object)) return false;
    }
    // Keys are assigned one after the other when the table is read, which for these means something else.
    if ([...keys].some(key => key in Object.prototype)) return false;
    const isFull = values === keys.size * list.length;
    this.words.push(TAG.table);
    this.words.push(list.length);
    this.write([...keys]);
    for (const key of keys) this.writeList(list.map(object => (isFull || Object.hasOwn(object, key) ? object[key] : ABSENT)));
    return true;
  }
}

const MOST_KEYS = 24;

/** The first value that differs ends it. */
function isFilled(values: Float64Array | Uint8Array): boolean {
  const first = values[0];
  for (let index = 1; index < values.length; index++) if (!Object.is(values[index], first)) return false;
  return true;
}

/** The same integers in the fewest bytes. */
function smallest(values: Int32Array): Int8Array | Int16Array | Int32Array {
  let [low, high] = [0, 0];
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    if (value < low) low = value;
    else if (value > high) high = value;
  }
  if (low >= -128 && high < 128) return Int8Array.from(values);
  return low >= -32_768 && high < 32_768 ? Int16Array.from(values) : values;
}

/** Ids and positions grow slowly from node to node; `undefined` for arrays with steps of more than 16 bits. */
function smallSteps(values: Int32Array): Int8Array | Int16Array | undefined {
  const steps = new Int32Array(values.length);
  let last = 0;
  for (let index = 0; index < values.length; index++) {
    steps[index] = values[index]! - last;
    last = values[index]!;
  }
  const small = smallest(steps);
  return small instanceof Int32Array ? undefined : small;
}

/** Counts of a model are whole numbers, most of them small; `undefined` for other values. */
function wholeNumbers(values: Float64Array): Int8Array | Int16Array | Int32Array | undefined {
  const whole = new Int32Array(values.length);
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    if (Number.isNaN(value)) whole[index] = WHOLE_NAN;
    else if (isInt32(value) && value !== WHOLE_NAN) whole[index] = value;
    else return undefined;
  }
  return smallest(whole);
}

/** A channel would copy the whole buffer that an array is a window on. */
function ownBuffer(array: TypedArray): TypedArray {
  return array.byteLength === array.buffer.byteLength ? array : array.slice();
}
