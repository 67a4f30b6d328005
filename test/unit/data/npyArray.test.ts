import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { npyFromBytes, openNpyFile } from '../../../src/data/npyArray';
import { npyBytes, npyOf } from '../../fixtures/npyBytes';
import { temporaryFolder } from '../../fixtures/temporaryFolder';

const folder = temporaryFolder();
const floats = Float32Array.of(1, 2, 3, 4, 5, 6);
const bytesOf = (data: Float32Array): Uint8Array => new Uint8Array(data.buffer);

function write(name: string, bytes: Uint8Array): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, bytes);
  return file;
}

const ARRAYS = [
  ['float32', new Float32Array([1.5, -0, 3e38])],
  ['float64', new Float64Array([Math.PI, -1e300, 5e-324])],
  ['int8', new Int8Array([-128, 0, 127])],
  ['uint8', new Uint8Array([0, 1, 255])],
  ['int16', new Int16Array([-32768, 0, 32767])],
  ['uint16', new Uint16Array([0, 1, 65535])],
  ['int32', new Int32Array([-(2 ** 31), 0, 2 ** 31 - 1])],
  ['uint32', new Uint32Array([0, 1, 2 ** 32 - 1])],
  ['int64', new BigInt64Array([-(2n ** 63n), 0n, 2n ** 63n - 1n])],
  ['uint64', new BigUint64Array([0n, 1n, 2n ** 64n - 1n])],
] as const;

describe('openNpyFile', () => {
  it.each(ARRAYS)('reads %s in ranges', async (dtype, data) => {
    const array = await openNpyFile(write(`${dtype}.npy`, npyOf(data)));
    expect({ dtype: array.dtype, dims: array.dims }).toEqual({ dtype, dims: [3] });
    expect(await array.read(0, 3)).toEqual(data);
    expect(await array.read(1, 1)).toEqual(data.slice(1, 2));
    await array.close();
  });

  it.each([1, 2, 3] as const)('reads format version %d', async version => {
    const array = await openNpyFile(write(`v${String(version)}.npy`, npyBytes('<f4', [2, 3], bytesOf(floats), { version })));
    expect(array.dims).toEqual([2, 3]);
    expect(await array.read(1, 1)).toEqual(Float32Array.of(4, 5, 6));
    await array.close();
  });

  it('gives back what was written, any shape, any range, either byte order', async () => {
    const shapes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(shapes, fc.boolean(), fc.nat(), async (shape, bigEndian, salt) => {
        const count = shape.reduce((product, size) => product * size, 1);
        const data = Float64Array.from({ length: count }, (_, index) => index * 1.25 - salt);
        const bytes = Buffer.from(data.buffer.slice(0));
        if (bigEndian) bytes.swap64();
        const array = await openNpyFile(write('property.npy', npyBytes(bigEndian ? '>f8' : '<f8', shape, bytes)));
        const start = salt % shape[0]!;
        const size = count / shape[0]!;
        expect(array.dims).toEqual(shape);
        expect(await array.read(start, shape[0]! - start)).toEqual(data.slice(start * size));
        await array.close();
      }),
      { numRuns: 50 },
    );
  });

  it('puts Fortran order into rows', async () => {
    const array = await openNpyFile(
      write('fortran.npy', npyBytes('<f4', [2, 3], bytesOf(Float32Array.of(1, 4, 2, 5, 3, 6)), { fortran: true })),
    );
    expect(await array.read(0, 2)).toEqual(floats);
    await array.close();
  });

  it('reads bool, float16 as bits, and text', () => {
    expect(npyFromBytes(npyBytes('|b1', [2], Uint8Array.of(1, 0)), 'x')).toMatchObject({ dtype: 'bool' });
    expect(npyFromBytes(npyBytes('<f2', [1], Uint8Array.of(0, 0x3c)), 'x')).toMatchObject({ dtype: 'float16' });
    const wide = Buffer.alloc(16);
    wide.writeUInt32LE('h'.codePointAt(0)!, 0);
    wide.writeUInt32LE(0x1f600, 8);
    return expect(npyFromBytes(npyBytes('<U2', [2], wide), 'x').read(0, 2)).resolves.toEqual(['h', '😀']);
  });

  it.each([
    ['no NumPy file', Buffer.from('hello, this is text')],
    ['an empty file', Buffer.alloc(0)],
    ['a header that ends early', npyOf(floats).subarray(0, 40)],
    ['elements that are cut off', npyOf(floats).subarray(0, -1)],
    ['Python objects', npyBytes('|O', [1], new Uint8Array(8))],
    ['dates', npyBytes('<M8[ns]', [1], new Uint8Array(8))],
    ['complex numbers', npyBytes('<c8', [1], new Uint8Array(8))],
    ['records', Buffer.from(npyOf(floats).toString('latin1').replace("'<f4'", "[('a', '<f4')]"), 'latin1')],
    ['code in the shape', Buffer.from(npyOf(floats).toString('latin1').replace('(6,)', '(__import__("os"),)'), 'latin1')],
    ['more elements than there can be', npyBytes('<f4', [2 ** 40, 2 ** 40], new Uint8Array(8))],
  ])('refuses %s, naming the file', async (what, bytes) => {
    const file = write(`${what.replaceAll(' ', '_')}.npy`, bytes);
    await expect(openNpyFile(file)).rejects.toMatchObject({ reason: 'data-invalid', message: expect.stringContaining(file) as string });
  });

  it('never fails in another way, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 0, max: 200 }), (noise, at) => {
        const bytes = npyOf(floats);
        bytes.set(noise.subarray(0, Math.max(0, bytes.length - at)), Math.min(at, bytes.length));
        try {
          expect(npyFromBytes(bytes, 'noise.npy').dims.length).toBeGreaterThanOrEqual(0);
        } catch (error) {
          expect(error).toMatchObject({ reason: 'data-invalid' });
        }
      }),
    );
  });
});
