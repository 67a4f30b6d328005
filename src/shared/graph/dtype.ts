/** Element types by their number in `TensorProto.DataType` (onnx.proto, IR 13): name as in the reports, bits per element. */
const TABLE = [
  [0, 'undefined', 0],
  [1, 'float32', 32],
  [2, 'uint8', 8],
  [3, 'int8', 8],
  [4, 'uint16', 16],
  [5, 'int16', 16],
  [6, 'int32', 32],
  [7, 'int64', 64],
  [8, 'string', 0],
  [9, 'bool', 8],
  [10, 'float16', 16],
  [11, 'float64', 64],
  [12, 'uint32', 32],
  [13, 'uint64', 64],
  [14, 'complex64', 64],
  [15, 'complex128', 128],
  [16, 'bfloat16', 16],
  [17, 'float8e4m3fn', 8],
  [18, 'float8e4m3fnuz', 8],
  [19, 'float8e5m2', 8],
  [20, 'float8e5m2fnuz', 8],
  [21, 'uint4', 4],
  [22, 'int4', 4],
  [23, 'float4e2m1', 4],
  [24, 'float8e8m0', 8],
  [25, 'uint2', 2],
  [26, 'int2', 2],
] as const;

/** Name of an element type in reports and columns, for example `float32`. */
export type Dtype = (typeof TABLE)[number][1];

const BY_NUMBER = new Map<number, Dtype>(TABLE.map(([number, name]) => [number, name]));
const BY_NAME = new Map<Dtype, { readonly number: number; readonly bits: number }>(
  TABLE.map(([number, name, bits]) => [name, { number, bits }]),
);
const FLOATS = new Set<Dtype>([
  'float32',
  'float16',
  'float64',
  'bfloat16',
  'float8e4m3fn',
  'float8e4m3fnuz',
  'float8e5m2',
  'float8e5m2fnuz',
  'float4e2m1',
  'float8e8m0',
]);

/** `undefined` for a number that no released ONNX knows. */
export function dtypeFromNumber(number: number): Dtype | undefined {
  return BY_NUMBER.get(number);
}

export function dtypeNumber(dtype: Dtype): number {
  return BY_NAME.get(dtype)?.number ?? 0;
}

/** Bits of one element; 0 for `string` and `undefined`, whose size depends on the values. */
export function dtypeBits(dtype: Dtype): number {
  return BY_NAME.get(dtype)?.bits ?? 0;
}

/** Bytes of a densely stored tensor of `elements`; sub-byte types are packed, the last byte padded (onnx.proto, `raw_data`). */
export function tensorBytes(dtype: Dtype, elements: number): number {
  return Math.ceil((elements * dtypeBits(dtype)) / 8);
}

export function isFloatDtype(dtype: Dtype): boolean {
  return FLOATS.has(dtype);
}
