import { onnx } from '../../generated/onnx';

const TYPE = onnx.AttributeProto.AttributeType;
type AttributeType = onnx.AttributeProto.AttributeType;

/** Element types by their number in `TensorProto.DataType`, as the ONNX text syntax names them (onnx/defs/parser.h, PrimitiveTypeNameMap). */
const ELEMENT_TYPES = new Map<number, string>([
  [1, 'float'],
  [2, 'uint8'],
  [3, 'int8'],
  [4, 'uint16'],
  [5, 'int16'],
  [6, 'int32'],
  [7, 'int64'],
  [8, 'string'],
  [9, 'bool'],
  [10, 'float16'],
  [11, 'double'],
  [12, 'uint32'],
  [13, 'uint64'],
  [14, 'complex64'],
  [15, 'complex128'],
  [16, 'bfloat16'],
  [17, 'float8e4m3fn'],
  [18, 'float8e4m3fnuz'],
  [19, 'float8e5m2'],
  [20, 'float8e5m2fnuz'],
  [21, 'uint4'],
  [22, 'int4'],
  [23, 'float4e2m1'],
  [24, 'float8e8m0'],
  [25, 'uint2'],
  [26, 'int2'],
]);

/** Names of attribute types (onnx/defs/parser.h, AttributeTypeNameMap). */
const ATTRIBUTE_TYPES = new Map<AttributeType, string>([
  [TYPE.FLOAT, 'float'],
  [TYPE.INT, 'int'],
  [TYPE.STRING, 'string'],
  [TYPE.TENSOR, 'tensor'],
  [TYPE.GRAPH, 'graph'],
  [TYPE.FLOATS, 'floats'],
  [TYPE.INTS, 'ints'],
  [TYPE.STRINGS, 'strings'],
  [TYPE.TENSORS, 'tensors'],
  [TYPE.GRAPHS, 'graphs'],
  [TYPE.SPARSE_TENSOR, 'sparse_tensor'],
  [TYPE.SPARSE_TENSORS, 'sparse_tensors'],
  [TYPE.TYPE_PROTO, 'type_proto'],
  [TYPE.TYPE_PROTOS, 'type_protos'],
]);

const ELEMENT_NUMBERS = inverse(ELEMENT_TYPES);
const ATTRIBUTE_NUMBERS = inverse(ATTRIBUTE_TYPES);
/** Words that begin a type without being an element type. */
const TYPE_WORDS = new Set(['seq', 'map', 'optional', 'sparse_tensor', 'opaque']);

/** The syntax of words and types that both the writer and the parser of the text form go by. */
export const VOCABULARY = {
  elementName: (number: number): string | undefined => ELEMENT_TYPES.get(number),
  elementNumber: (name: string): number | undefined => ELEMENT_NUMBERS.get(name),
  attributeName: (type: AttributeType): string | undefined => ATTRIBUTE_TYPES.get(type),
  attributeType: (name: string): AttributeType | undefined => ATTRIBUTE_NUMBERS.get(name),
  /** Whether a type is read where this word stands. */
  beginsType: (word: string): boolean => ELEMENT_NUMBERS.has(word) || TYPE_WORDS.has(word),
} as const;

function inverse<T>(names: ReadonlyMap<T, string>): ReadonlyMap<string, T> {
  return new Map([...names].map(([value, name]) => [name, value]));
}
