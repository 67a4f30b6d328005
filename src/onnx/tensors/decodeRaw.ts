import { assertNever } from '../../shared/base/assertNever';
import { dtypeBits, type Dtype } from '../../shared/graph/dtype';
import type { TensorValues } from '../../shared/graph/tensorReader';
import { decodeE8m0, smallFloatTable, type SmallFloat } from './smallFloats';

/** Little-endian bytes that start at a multiple of eight in memory, so that any typed array fits on them. */
type AlignedBytes = Uint8Array<ArrayBuffer>;

/**
 * Decodes `count` elements of raw little-endian bytes; `firstBit` is where the first one starts, for types below a byte, which lie low bits first.
 * `bytes` must be the whole of its buffer. Complex values become pairs: real part, imaginary part. Strings have no raw form.
 */
export function decodeRaw(bytes: AlignedBytes, dtype: Dtype, count: number, firstBit = 0): TensorValues['data'] {
  const { buffer } = bytes;
  switch (dtype) {
    case 'float32':
      return new Float32Array(buffer, 0, count);
    case 'complex64':
      return new Float32Array(buffer, 0, 2 * count);
    case 'float64':
      return new Float64Array(buffer, 0, count);
    case 'complex128':
      return new Float64Array(buffer, 0, 2 * count);
    case 'uint8':
    case 'bool':
      return new Uint8Array(buffer, 0, count);
    case 'int8':
      return new Int8Array(buffer, 0, count);
    case 'uint16':
      return new Uint16Array(buffer, 0, count);
    case 'int16':
      return new Int16Array(buffer, 0, count);
    case 'int32':
      return new Int32Array(buffer, 0, count);
    case 'uint32':
      return new Uint32Array(buffer, 0, count);
    case 'int64':
      return new BigInt64Array(buffer, 0, count);
    case 'uint64':
      return new BigUint64Array(buffer, 0, count);
    case 'float16':
      return lookUp('float16', new Uint16Array(buffer, 0, count));
    case 'bfloat16':
      return new Float32Array(Uint32Array.from(new Uint16Array(buffer, 0, count), bits => bits << 16).buffer);
    case 'float8e4m3fn':
    case 'float8e4m3fnuz':
    case 'float8e5m2':
    case 'float8e5m2fnuz':
      return lookUp(dtype, bytes.subarray(0, count));
    case 'float8e8m0':
      return Float32Array.from(bytes.subarray(0, count), decodeE8m0);
    case 'float4e2m1':
      return lookUp(dtype, unpack(bytes, 4, count, firstBit));
    case 'uint4':
    case 'uint2':
      return unpack(bytes, dtypeBits(dtype), count, firstBit);
    case 'int4':
    case 'int2':
      return signExtend(unpack(bytes, dtypeBits(dtype), count, firstBit), dtypeBits(dtype));
    case 'string':
    case 'undefined':
      return [];
    default:
      return assertNever(dtype);
  }
}

function lookUp(format: SmallFloat, bits: Uint8Array | Uint16Array): Float32Array {
  const table = smallFloatTable(format);
  const values = new Float32Array(bits.length);
  for (let index = 0; index < bits.length; index++) values[index] = table[bits[index]!]!;
  return values;
}

function unpack(bytes: Uint8Array, width: number, count: number, firstBit: number): Uint8Array {
  const values = new Uint8Array(count);
  const mask = (1 << width) - 1;
  for (let index = 0, bit = firstBit; index < count; index++, bit += width) values[index] = (bytes[bit >> 3]! >> (bit & 7)) & mask;
  return values;
}

function signExtend(values: Uint8Array, width: number): Int8Array {
  const shift = 32 - width;
  return Int8Array.from(values, value => (value << shift) >> shift);
}
