import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepPacked, pack } from '../../../../../src/shared/protocol/packing/pack';
import type { Packed } from '../../../../../src/shared/protocol/packing/packed';
import { unpack, unpackWithPauses } from '../../../../../src/shared/protocol/packing/unpack';
import { unpackLater } from '../../../../../src/shared/protocol/packing/unpackLater';

const roundTrip = <T>(value: T): T => unpack(structuredClone(pack(value)));

/** Long enough for the forms of long lists. */
const longListOf = (element: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> => fc.array(element, { minLength: 24, maxLength: 40 });

describe('packed values', () => {
  it('keep what JSON loses', () => {
    const value = { job: undefined, sqnrDb: Infinity, low: -Infinity, mean: NaN, zero: -0, size: 2n ** 63n, list: [undefined, 1, null] };
    expect(roundTrip(value)).toStrictEqual(value);
  });

  it('keep typed arrays and carry only their own bytes', () => {
    const window = new Float32Array(new ArrayBuffer(1024), 64, 3);
    const packed = pack({ window });
    expect(packed.arrays[0]?.buffer.byteLength).toBe(12);
    expect(unpack(packed)).toStrictEqual({ window });
  });

  it('carry counts in the fewest bytes', () => {
    const values = Float64Array.of(1, NaN, 0, 2 ** 20);
    expect(pack(values).arrays[0]).toBeInstanceOf(Int32Array);
    expect(pack(Float64Array.of(1, 2)).arrays[0]).toBeInstanceOf(Int8Array);
    for (const other of [values, Float64Array.of(-0), Float64Array.of(0.5), Float64Array.of(-(2 ** 31)), Float64Array.of(2 ** 40)]) {
      expect(roundTrip(other)).toStrictEqual(other);
    }
  });

  it('carry one value that fills a long array once', () => {
    const filled = { unknown: new Float64Array(1000).fill(NaN), basis: new Uint8Array(1000).fill(1) };
    expect(pack(filled).arrays).toHaveLength(0);
    for (const value of [filled, new Float64Array(30).fill(-0), new Float64Array(30).fill(0.1), new Uint8Array(30)]) {
      expect(roundTrip(value)).toStrictEqual(value);
    }
    const almost = new Float64Array(1000).fill(2);
    almost[999] = 3;
    expect(roundTrip(almost)).toStrictEqual(almost);
  });

  it('carry slowly growing ids as their steps', () => {
    const starts = Int32Array.from({ length: 50 }, (_, index) => 1_000_000 + 3 * index - (index % 5));
    expect(pack(starts.map(value => value - 1_000_000)).arrays[0]).toBeInstanceOf(Int8Array);
    for (const ids of [starts, starts.map((value, index) => value * (index % 2 === 0 ? 1 : -1000)), Int32Array.of(-1, 5)]) {
      expect(roundTrip(ids)).toStrictEqual(ids);
    }
  });

  it('take keys of a model literally', () => {
    const odd: Readonly<Record<string, unknown>> = Object.fromEntries<unknown>([
      ['__proto__', [1]],
      ['toString', 2],
    ]);
    expect(roundTrip(odd)).toStrictEqual(odd);
    const many = Array.from({ length: 30 }, () => odd);
    expect(roundTrip(many)).toStrictEqual(many);
  });

  it('hold a table of a model in few words', () => {
    const tensors = Array.from({ length: 1000 }, (_, index) => ({
      name: `tensor ${index}`,
      dtype: index % 3 === 0 ? undefined : 'float32',
      shape: index % 7 === 0 ? undefined : [1, index % 5, 'height', undefined],
      ...(index % 11 === 0 ? { symbolic: ['batch', undefined] } : {}),
    }));
    const packed = pack(tensors);
    expect(unpack(packed)).toStrictEqual(tensors);
    expect(packed.words.length).toBeLessThan(200);
  });

  it('tell equal texts, numbers and lists apart', () => {
    const distinct = ['1', 1, ['1'], [1], '[1', '\0[1,', '"1"', ['"1"'], [undefined], [], undefined, null, true, 'true', 1n];
    const list = Array.from({ length: 10 * distinct.length }, (_, index) => distinct[index % distinct.length]);
    expect(roundTrip(list)).toStrictEqual(list);
  });

  it('pass on what was packed before', () => {
    const view = { names: Array.from({ length: 50 }, (_, index) => `node ${index}`), values: Float64Array.of(0.5), half: 1.5 };
    const packed: Packed<typeof view> = structuredClone(pack(view));
    const copy = unpack(packed);
    keepPacked(copy, packed);
    const state = { before: 0.25, model: copy, after: 'text' };
    expect(pack(state).arrays[1]).toBe(packed.arrays[1]);
    expect(roundTrip(state)).toStrictEqual({ before: 0.25, model: view, after: 'text' });
  });

  it('are the same after unpacking, whatever they are, with pauses and without', async () => {
    const element = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.double(),
      fc.constantFrom(undefined, null, 'float32'),
      fc.record(
        { name: fc.string(), shape: fc.array(fc.oneof(fc.nat(), fc.string())), size: fc.double() },
        { requiredKeys: ['name'], noNullPrototype: true },
      ),
    );
    const kinds = [
      fc.string(),
      fc.integer(),
      fc.double(),
      fc.constantFrom('a', 'b', undefined),
      fc.option(fc.record({ a: fc.nat() }, { noNullPrototype: true })),
      element,
    ];
    const value = fc.oneof(fc.anything({ maxDepth: 4, withBigInt: true }), ...kinds.map(longListOf));
    await fc.assert(
      fc.asyncProperty(value, async original => {
        expect(roundTrip(original)).toStrictEqual(original);
        expect(await unpackWithPauses(pack(original), () => undefined)).toStrictEqual(original);
      }),
    );
  });

  it('are unpacked with a pause between any two parts', async () => {
    const nodes = Array.from({ length: 30 }, (_, index) => ({ name: `n${index}`, id: index }));
    const value = { columns: [{ id: 'macs', values: Float64Array.of(1, 2) }], nodes };
    let pauses = 0;
    const pause = () => (++pauses % 2 === 0 ? undefined : Promise.resolve());
    expect(await unpackWithPauses(pack(value), pause)).toStrictEqual(value);
    // The whole, its two lists, the column with its two parts, and the two columns of the table.
    expect(pauses).toBe(8);
    const broken = { ...pack(value), floats: new Float64Array(), arrays: [] };
    await expect(unpackWithPauses(broken, pause)).rejects.toThrow('cut off');
  });

  it('refuse what was not packed', () => {
    expect(() => unpack({ words: Int32Array.of(99), floats: new Float64Array(), texts: [], arrays: [] })).toThrow('not a packed value');
    expect(() => unpack({ words: new Int32Array(), floats: new Float64Array(), texts: [], arrays: [] })).toThrow('cut off');
  });
});

describe('a value that is unpacked later', () => {
  const view = { names: ['a', 'b'], analysis: { macs: 3 } };

  it('reads like the value', () => {
    const later = unpackLater(pack(view));
    expect(later.analysis.macs).toBe(3);
    expect('names' in later).toBe(true);
    expect({ ...later }).toStrictEqual(view);
    expect(Reflect.set(later, 'names', [])).toBe(false);
  });

  it('is sent on as it came, without a look into it', () => {
    const packed = pack(view);
    const broken = { ...packed, texts: [] };
    expect(pack(unpackLater(packed))).toStrictEqual(packed);
    expect(() => pack({ model: unpackLater(broken) })).not.toThrow();
    expect(unpack(structuredClone(pack({ phase: 'static', model: unpackLater(packed) })))).toStrictEqual({ phase: 'static', model: view });
  });
});
