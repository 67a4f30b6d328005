import { WIRE } from './wireCursor';

const varint = (field: number) => field * 8 + WIRE.varint;
const bytes = (field: number) => field * 8 + WIRE.bytes;
const fixed32 = (field: number) => field * 8 + WIRE.fixed32;
const fixed64 = (field: number) => field * 8 + WIRE.fixed64;

/** Tags of the fields that readers know (field number × 8 + wire type), from onnx-ml.proto. Everything else is passed over. */
export const MODEL = {
  irVersion: varint(1),
  producerName: bytes(2),
  producerVersion: bytes(3),
  domain: bytes(4),
  modelVersion: varint(5),
  docString: bytes(6),
  graph: bytes(7),
  opsetImport: bytes(8),
  metadataProps: bytes(14),
  trainingInfo: bytes(20),
  functions: bytes(25),
  configuration: bytes(26),
} as const;

export const OPSET = { domain: bytes(1), version: varint(2) } as const;

export const ENTRY = { key: bytes(1), value: bytes(2) } as const;

export const DEVICE_CONFIGURATION = { name: bytes(1), devices: varint(2) } as const;

export const TRAINING = { initialization: bytes(1), algorithm: bytes(2) } as const;

export const GRAPH = {
  node: bytes(1),
  name: bytes(2),
  initializer: bytes(5),
  docString: bytes(10),
  input: bytes(11),
  output: bytes(12),
  valueInfo: bytes(13),
  quantizationAnnotation: bytes(14),
  sparseInitializer: bytes(15),
  metadataProps: bytes(16),
} as const;

export const FUNCTION = {
  name: bytes(1),
  input: bytes(4),
  output: bytes(5),
  node: bytes(7),
  opsetImport: bytes(9),
  domain: bytes(10),
  attributeProto: bytes(11),
  valueInfo: bytes(12),
  overload: bytes(13),
} as const;

export const NODE = {
  input: bytes(1),
  output: bytes(2),
  name: bytes(3),
  op: bytes(4),
  attribute: bytes(5),
  domain: bytes(7),
  overload: bytes(8),
  metadataProps: bytes(9),
} as const;

export const ATTRIBUTE = {
  name: bytes(1),
  f: fixed32(2),
  i: varint(3),
  s: bytes(4),
  t: bytes(5),
  g: bytes(6),
  floats: fixed32(7),
  floatsPacked: bytes(7),
  ints: varint(8),
  intsPacked: bytes(8),
  strings: bytes(9),
  tensors: bytes(10),
  graphs: bytes(11),
  tp: bytes(14),
  type: varint(20),
  refAttrName: bytes(21),
  sparseTensor: bytes(22),
} as const;

export const TENSOR = {
  dims: varint(1),
  dimsPacked: bytes(1),
  dataType: varint(2),
  segment: bytes(3),
  floatData: fixed32(4),
  floatDataPacked: bytes(4),
  int32Data: varint(5),
  int32DataPacked: bytes(5),
  stringData: bytes(6),
  int64Data: varint(7),
  int64DataPacked: bytes(7),
  name: bytes(8),
  rawData: bytes(9),
  doubleData: fixed64(10),
  doubleDataPacked: bytes(10),
  uint64Data: varint(11),
  uint64DataPacked: bytes(11),
  externalData: bytes(13),
  dataLocation: varint(14),
} as const;

export const SPARSE = { values: bytes(1), indices: bytes(2), dims: varint(3), dimsPacked: bytes(3) } as const;

export const TYPE = { tensorType: bytes(1) } as const;

export const TENSOR_TYPE = { elemType: varint(1), shape: bytes(2) } as const;

export const SHAPE = { dim: bytes(1) } as const;

export const DIMENSION = { value: varint(1), parameter: bytes(2) } as const;

export const VALUE_INFO = { name: bytes(1), type: bytes(2) } as const;

/** AttributeProto.AttributeType. */
export const ATTRIBUTE_TYPE = {
  undefined: 0,
  float: 1,
  int: 2,
  string: 3,
  tensor: 4,
  graph: 5,
  floats: 6,
  ints: 7,
  strings: 8,
  tensors: 9,
  graphs: 10,
  sparseTensor: 11,
  sparseTensors: 12,
  typeProto: 13,
  typeProtos: 14,
} as const;
