import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flatBytes, flatten, unflatten } from '../../../../../src/shared/protocol/packing/flatten';
import { pack } from '../../../../../src/shared/protocol/packing/pack';
import { unpack } from '../../../../../src/shared/protocol/packing/unpack';

const readText = (characters: Uint8Array | Uint16Array): string => String.fromCharCode(...characters);

const roundTrip = (value: unknown): unknown => unpack(unflatten(new Uint8Array(flatten(pack(value))), readText));

describe('flat packed values', () => {
  it('read back as they were', () => {
    fc.assert(
      fc.property(fc.object({ withBigInt: true, withTypedArray: true, maxDepth: 3 }), value => {
        expect(roundTrip(value)).toStrictEqual(unpack(pack(value)));
      }),
    );
  });

  it('keep texts of any script, and arrays of every kind that do not end at a multiple of 8 bytes', () => {
    const names = Array.from({ length: 30 }, (_, index) => `${index % 2 === 0 ? 'conv' : '层 é 🙂'}${index}`);
    const value = { names, plain: 'ascii', bytes: Uint8Array.of(1, 2, 3), wide: Float64Array.of(0.5, NaN), ids: BigInt64Array.of(-1n) };
    expect(roundTrip(value)).toStrictEqual(value);
  });

  it('take about as many bytes as is said before', () => {
    const packed = pack({
      names: Array.from({ length: 1000 }, (_, index) => `layer${index}`),
      values: new Float64Array(1000).map(Math.sqrt),
    });
    expect(flatBytes(packed) / flatten(packed).length).toBeCloseTo(1, 1);
  });

  it('are not read from other bytes', () => {
    const bytes = new Uint8Array(flatten(pack({ name: 'conv', value: 0.5 })));
    expect(() => unflatten(bytes.slice(0, bytes.length - 8), readText)).toThrow('not the bytes of a packed value');
    const unknownKind = new Uint8Array(Int32Array.of(0, 1, 99, 0, 0, 0).buffer);
    expect(() => unflatten(unknownKind, readText)).toThrow('not the bytes of a packed value');
  });
});
