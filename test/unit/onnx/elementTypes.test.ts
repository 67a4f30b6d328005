import { describe, expect, it } from 'vitest';
import protobuf from 'protobufjs/minimal.js';
import { onnx } from '../../../src/onnx/generated/onnx';
import { openModelBytes } from '../../../src/onnx/openModelBytes';
import { typedFieldOf } from '../../../src/onnx/tensors/typedFieldOf';
import { dtypeBits, dtypeNumber, type Dtype } from '../../../src/shared/graph/dtype';
import { tensorByName } from '../../../src/shared/graph/traversal';

type Values = readonly (number | bigint)[];

function bytesOf(array: ArrayBufferView): readonly number[] {
  return [...new Uint8Array(array.buffer, array.byteOffset, array.byteLength)];
}

/** Raw bytes of five elements (pairs for complex types) and what they mean, by the formats' own definitions. */
const GOLDEN: readonly (readonly [Dtype, readonly number[], Values])[] = [
  ['float32', bytesOf(Float32Array.of(1.5, -2, 0, 3.4028234663852886e38, Infinity)), [1.5, -2, 0, 3.4028234663852886e38, Infinity]],
  [
    'float64',
    bytesOf(Float64Array.of(1.5, -2, 5e-324, 1.7976931348623157e308, -Infinity)),
    [1.5, -2, 5e-324, 1.7976931348623157e308, -Infinity],
  ],
  ['uint8', [0, 1, 127, 128, 255], [0, 1, 127, 128, 255]],
  ['int8', [0, 1, 127, 128, 255], [0, 1, 127, -128, -1]],
  ['bool', [0, 1, 1, 0, 1], [0, 1, 1, 0, 1]],
  ['uint16', bytesOf(Uint16Array.of(0, 1, 256, 32768, 65535)), [0, 1, 256, 32768, 65535]],
  ['int16', bytesOf(Uint16Array.of(0, 1, 256, 32768, 65535)), [0, 1, 256, -32768, -1]],
  ['int32', bytesOf(Int32Array.of(0, 1, -1, 2147483647, -2147483648)), [0, 1, -1, 2147483647, -2147483648]],
  ['uint32', bytesOf(Int32Array.of(0, 1, -1, 2147483647, -2147483648)), [0, 1, 4294967295, 2147483647, 2147483648]],
  [
    'int64',
    bytesOf(BigInt64Array.of(0n, -1n, 9007199254740993n, 2n ** 63n - 1n, -(2n ** 63n))),
    [0n, -1n, 9007199254740993n, 2n ** 63n - 1n, -(2n ** 63n)],
  ],
  [
    'uint64',
    bytesOf(BigUint64Array.of(0n, 2n ** 64n - 1n, 9007199254740993n, 1n, 2n ** 63n)),
    [0n, 2n ** 64n - 1n, 9007199254740993n, 1n, 2n ** 63n],
  ],
  ['float16', bytesOf(Uint16Array.of(0x3e00, 0xc000, 0x0001, 0x7bff, 0x7c00)), [1.5, -2, 5.960464477539063e-8, 65504, Infinity]],
  [
    'bfloat16',
    bytesOf(Uint16Array.of(0x3fc0, 0xc000, 0x0001, 0x7f7f, 0x7f80)),
    [1.5, -2, 9.183549615799121e-41, 3.3895313892515355e38, Infinity],
  ],
  ['float8e4m3fn', [0x3c, 0xc0, 0x01, 0x7e, 0x7f], [1.5, -2, 0.001953125, 448, NaN]],
  ['float8e4m3fnuz', [0x44, 0xc8, 0x01, 0x7f, 0x80], [1.5, -2, 0.0009765625, 240, NaN]],
  ['float8e5m2', [0x3e, 0xc0, 0x01, 0x7b, 0x7c], [1.5, -2, 0.0000152587890625, 57344, Infinity]],
  ['float8e5m2fnuz', [0x42, 0xc4, 0x01, 0x7f, 0x80], [1.5, -2, 0.00000762939453125, 57344, NaN]],
  ['float8e8m0', [0x7f, 0x80, 0x7e, 0x00, 0xff], [1, 2, 0.5, 5.877471754111438e-39, NaN]],
  ['float4e2m1', [0xc3, 0x71, 0x08], [1.5, -2, 0.5, 6, -0]],
  ['uint4', [0x10, 0x87, 0x0f], [0, 1, 7, 8, 15]],
  ['int4', [0x10, 0x87, 0x0f], [0, 1, 7, -8, -1]],
  ['uint2', [0xe4, 0x03], [0, 1, 2, 3, 3]],
  ['int2', [0xe4, 0x03], [0, 1, -2, -1, -1]],
  ['complex64', bytesOf(Float32Array.of(1, 2, -1, 0, 0.5, -0.5, 0, 0, 3, 4)), [1, 2, -1, 0, 0.5, -0.5, 0, 0, 3, 4]],
  ['complex128', bytesOf(Float64Array.of(1, 2, -1, 0, 0.5, -0.5, 0, 0, 3, 4)), [1, 2, -1, 0, 0.5, -0.5, 0, 0, 3, 4]],
];

/** Bytes of one number in a typed field: an element, one packed byte, or one part of a complex number. */
function unitBytes(dtype: Dtype): number {
  return Math.max(1, dtypeBits(dtype) / (dtype.startsWith('complex') ? 16 : 8));
}

/** The values as protobuf numbers of a typed field, packed or one by one. Integers below 32 bits are sign-extended where their type is signed. */
function typedField(dtype: Dtype, raw: readonly number[], isPacked: boolean): Uint8Array {
  const number = { floatData: 4, int32Data: 5, stringData: 6, int64Data: 7, doubleData: 10, uint64Data: 11 }[typedFieldOf(dtype)];
  const width = unitBytes(dtype);
  const units = Array.from({ length: raw.length / width }, (_, index) => Uint8Array.from(raw.slice(index * width, (index + 1) * width)));
  const isFixed = number === 4 || number === 10;
  const signed = ['int8', 'int16', 'int32', 'int64'].includes(dtype);
  const encode = (unit: Uint8Array): Uint8Array => {
    if (isFixed) return unit;
    const padded = new Uint8Array(8).fill(signed && (unit.at(-1) ?? 0) > 127 ? 255 : 0);
    padded.set(unit);
    const [low = 0, high = 0] = new Uint32Array(padded.buffer);
    return protobuf.Writer.create().uint64({ low, high, unsigned: true }).finish();
  };
  const wire = number === 4 ? 5 : number === 10 ? 1 : 0;
  if (isPacked) return protobuf.Writer.create().uint32(number * 8 + 2).bytes(Buffer.concat(units.map(encode))).finish(); // prettier-ignore
  return Buffer.concat(
    units.flatMap(unit => [
      protobuf.Writer.create()
        .uint32(number * 8 + wire)
        .finish(),
      encode(unit),
    ]),
  );
}

function modelOf(tensor: Uint8Array): Uint8Array {
  const field = (tag: number, bytes: Uint8Array): Uint8Array => protobuf.Writer.create().uint32(tag).bytes(bytes).finish();
  return Buffer.concat([onnx.ModelProto.encode({ irVersion: 13 }).finish(), field(58, field(42, tensor))]);
}

async function readAll(tensor: Uint8Array, start: number, count: number): Promise<Values> {
  const { graph, reader, problems } = openModelBytes(modelOf(tensor));
  expect(problems.filter(({ reason }) => reason === 'invalid-graph')).toEqual([]);
  return Array.from((await reader.readRange(tensorByName(graph, 'w'), start, count)).data as ArrayLike<number>);
}

describe('element types', () => {
  it.each(GOLDEN)('%s is decoded exactly from every form', async (dtype, raw, values) => {
    const head = onnx.TensorProto.encode({ name: 'w', dims: [5], dataType: dtypeNumber(dtype) }).finish();
    const rawData = onnx.TensorProto.encode({ rawData: Uint8Array.from(raw) }).finish();
    const parts = dtype.startsWith('complex') ? 2 : 1;
    for (const form of [rawData, typedField(dtype, raw, true), typedField(dtype, raw, false)]) {
      const tensor = Buffer.concat([head, form]);
      expect(await readAll(tensor, 0, 5)).toEqual(values);
      expect(await readAll(tensor, 1, 3)).toEqual(values.slice(parts, 4 * parts));
    }
  });

  it('covers every type that ONNX defines', () => {
    const numbers = new Set([...GOLDEN.map(([dtype]) => dtypeNumber(dtype)), dtypeNumber('string')]);
    expect(numbers).toEqual(new Set(Array.from({ length: 26 }, (_, index) => index + 1)));
  });

  it('decodes text', async () => {
    const texts = ['', 'a', 'é', '😀', 'tab\t'];
    const tensor = onnx.TensorProto.encode({
      name: 'w',
      dims: [5],
      dataType: 8,
      stringData: texts.map(text => Buffer.from(text)),
    }).finish();
    const { graph, reader } = openModelBytes(modelOf(tensor));
    expect((await reader.read(tensorByName(graph, 'w'))).data).toEqual(texts);
  });

  it.each([
    ['fewer texts', { dims: [3], dataType: 8, stringData: [Buffer.from('a')] }],
    ['more numbers', { dims: [2], dataType: 1, floatData: [1, 2, 3] }],
    ['fewer numbers', { dims: [2], dataType: 7, int64Data: [1] }],
  ])('does not take %s than the shape needs', async (_, tensor) => {
    const { graph, reader } = openModelBytes(modelOf(onnx.TensorProto.encode({ name: 'w', ...tensor }).finish()));
    await expect(reader.read(tensorByName(graph, 'w'))).rejects.toMatchObject({ reason: 'invalid-graph' });
    expect(reader.readSmall(tensorByName(graph, 'w'))).toBeUndefined();
  });

  it('spreads sparse weights out, by position and by coordinates', async () => {
    for (const [dims, indices] of [
      [[2], [0n, 3n]],
      [
        [2, 2],
        [0n, 0n, 1n, 1n],
      ],
    ] as const) {
      const sparse = onnx.SparseTensorProto.encode({
        values: { name: 'w', dims: [2], dataType: 1, rawData: Uint8Array.from(bytesOf(Float32Array.of(5, 7))) },
        indices: { dims: [...dims], dataType: 7, rawData: Uint8Array.from(bytesOf(BigInt64Array.from(indices))) },
        dims: [2, 2],
      }).finish();
      const field = (tag: number, bytes: Uint8Array): Uint8Array => protobuf.Writer.create().uint32(tag).bytes(bytes).finish();
      const { graph, reader } = openModelBytes(field(58, field(122, sparse)));
      expect((await reader.read(tensorByName(graph, 'w'))).data).toEqual(Float32Array.of(5, 0, 0, 7));
    }
  });
});
