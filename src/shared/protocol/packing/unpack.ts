import { ABSENT } from './listForm';
import { TAG, WHOLE_NAN, type Packed, type TypedArray } from './packed';

/** The value that was packed. Throws for what `pack` did not make. */
export function unpack<T>(packed: Packed<T>): T {
  return new Unpacker(packed).read() as T;
}

/**
 * The same for a long value, part by part: `pause` is asked between parts and gives a promise when others are to have their turn. A list of numbers or texts, and
 * a column of a table, is one part.
 */
export async function unpackWithPauses<T>(packed: Packed<T>, pause: () => Promise<void> | undefined): Promise<T> {
  return (await new Unpacker(packed).readWithPauses(pause)) as T;
}

class Unpacker {
  private word = 0;
  private float = 0;
  private character = 0;
  private list = 1;
  private array = 0;

  constructor(private readonly packed: Packed) {}

  read(): unknown {
    const tag = this.nextWord();
    switch (tag) {
      case TAG.undefined:
        return undefined;
      case TAG.null:
        return null;
      case TAG.false:
      case TAG.true:
        return tag === TAG.true;
      case TAG.int:
        return this.nextWord();
      case TAG.float:
        return this.nextFloat();
      case TAG.string:
        return this.nextText(this.nextWord());
      case TAG.bigint:
        return BigInt(this.nextText(this.nextWord()));
      case TAG.typedArray:
        return this.nextArray();
      case TAG.wholeFloats:
        return this.readWholeFloats();
      case TAG.filledFloats:
        return new Float64Array(this.nextWord()).fill(this.nextFloat());
      case TAG.filledBytes:
        return new Uint8Array(this.nextWord()).fill(this.nextFloat());
      case TAG.steps:
        return this.readSteps();
      case TAG.array:
        return Array.from({ length: this.nextWord() }, () => this.read());
      case TAG.object:
        return this.readObject();
      case TAG.strings:
        return this.readStrings();
      case TAG.ints:
      case TAG.floats:
        return this.readNumbers();
      case TAG.dictionary:
        return this.readDictionary();
      case TAG.table:
        return this.readTable();
      case TAG.sparse:
        return this.readSparse();
      case TAG.absent:
        return ABSENT;
      default:
        throw new Error('This is not a packed value.');
    }
  }

  async readWithPauses(pause: () => Promise<void> | undefined): Promise<unknown> {
    await pause();
    const tag = this.packed.words[this.word];
    if (tag === TAG.array) return this.readArrayWithPauses(pause);
    if (tag === TAG.object) return this.readObjectWithPauses(pause);
    if (tag === TAG.table) return this.readTableWithPauses(pause);
    return this.read();
  }

  private nextWord(): number {
    const word = this.packed.words[this.word++];
    if (word === undefined) throw new Error('A packed value is cut off.');
    return word;
  }

  private nextFloat(): number {
    const float = this.packed.floats[this.float++];
    if (float === undefined) throw new Error('A packed value is cut off.');
    return float;
  }

  private nextText(length: number): string {
    return this.packed.texts[0]!.slice(this.character, (this.character += length));
  }

  private nextArray(): TypedArray {
    const array = this.packed.arrays[this.array++];
    if (array === undefined) throw new Error('A packed value is cut off.');
    return array;
  }

  /** What was not packed as numbers of 64-bit integers is no array of those. */
  private nextNumbers(): ArrayLike<number> {
    return this.nextArray() as Int32Array;
  }

  /** `Object.fromEntries` makes own properties of names like `__proto__`; model strings are keys here. */
  private readObject(): unknown {
    return Object.fromEntries(Array.from({ length: this.nextWord() }, () => [this.nextText(this.nextWord()), this.read()] as const));
  }

  private async readObjectWithPauses(pause: () => Promise<void> | undefined): Promise<unknown> {
    this.word++;
    const entries: (readonly [string, unknown])[] = [];
    for (let left = this.nextWord(); left > 0; left--) {
      const key = this.nextText(this.nextWord());
      entries.push([key, await this.readWithPauses(pause)]);
    }
    return Object.fromEntries(entries);
  }

  private async readArrayWithPauses(pause: () => Promise<void> | undefined): Promise<unknown> {
    this.word++;
    const elements: unknown[] = [];
    for (let left = this.nextWord(); left > 0; left--) elements.push(await this.readWithPauses(pause));
    return elements;
  }

  private async readTableWithPauses(pause: () => Promise<void> | undefined): Promise<unknown> {
    this.word++;
    const { objects, keys } = this.readTableHead();
    for (const key of keys) {
      await pause();
      this.readTableColumn(objects, key);
    }
    return objects;
  }

  private readList(): readonly unknown[] {
    return this.read() as readonly unknown[];
  }

  private readSteps(): unknown {
    const steps = this.nextNumbers();
    const values = new Int32Array(steps.length);
    let last = 0;
    for (let index = 0; index < steps.length; index++) values[index] = last += steps[index]!;
    return values;
  }

  // Loops: the iterators of typed arrays take ten times as long while a page starts.

  private readWholeFloats(): unknown {
    const whole = this.nextNumbers();
    const values = new Float64Array(whole.length);
    for (let index = 0; index < whole.length; index++) values[index] = whole[index] === WHOLE_NAN ? NaN : whole[index]!;
    return values;
  }

  private readNumbers(): unknown {
    const numbers = this.nextNumbers();
    const list = new Array<number>(numbers.length);
    for (let index = 0; index < numbers.length; index++) list[index] = numbers[index]!;
    return list;
  }

  private readStrings(): unknown {
    const lengths = this.nextNumbers();
    const text = this.packed.texts[this.list++] ?? '';
    const strings = new Array<string>(lengths.length);
    let start = 0;
    for (let index = 0; index < lengths.length; index++) {
      const end = start + lengths[index]!;
      strings[index] = text.slice(start, end);
      start = end;
    }
    return strings;
  }

  private readDictionary(): unknown {
    const indices = this.nextNumbers();
    const distinct = this.readList();
    const list = new Array<unknown>(indices.length);
    for (let index = 0; index < indices.length; index++) list[index] = distinct[indices[index]!];
    return list;
  }

  private readSparse(): unknown {
    const codes = this.nextNumbers();
    const values = this.readList();
    const list = new Array<unknown>(codes.length);
    let next = 0;
    for (let index = 0; index < codes.length; index++) {
      const code = codes[index];
      list[index] = code === TAG.true ? values[next++] : code === TAG.undefined ? undefined : code === TAG.null ? null : ABSENT;
    }
    return list;
  }

  private readTable(): unknown {
    const { objects, keys } = this.readTableHead();
    for (const key of keys) this.readTableColumn(objects, key);
    return objects;
  }

  private readTableHead(): { readonly objects: Record<string, unknown>[]; readonly keys: readonly string[] } {
    const count = this.nextWord();
    const keys = this.readList() as readonly string[];
    return { objects: Array.from({ length: count }, () => ({})), keys };
  }

  private readTableColumn(objects: Record<string, unknown>[], key: string): void {
    const column = this.readList();
    for (let row = 0; row < objects.length; row++) {
      const value = column[row];
      if (value !== ABSENT) objects[row]![key] = value;
    }
  }
}
