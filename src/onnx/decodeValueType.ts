import { assertNever } from '../shared/base/assertNever';
import type { ValueType } from '../shared/graph/attribute';
import { dtypeFromNumber, dtypeNumber } from '../shared/graph/dtype';
import type { Dim, Shape } from '../shared/graph/shape';
import type { onnx } from './generated/onnx';

const OPAQUE: ValueType = { kind: 'opaque' };
/** Sequences of sequences of …; no model of use goes deeper. */
const DEEPEST_TYPE = 32;

function decodeDim({ dimValue, dimParam }: onnx.TensorShapeProto.Dimension.$Properties): Dim {
  if (dimParam) return dimParam;
  if (dimValue === undefined || dimValue === null) return undefined;
  const size = Number(dimValue);
  // Exporters write −1 or 0-as-absent for "unknown"; only the negative ones are not sizes.
  return size < 0 ? undefined : size;
}

function decodeShape(shape: onnx.TensorShapeProto.$Properties | null | undefined): Shape | undefined {
  return shape ? (shape.dim ?? []).map(decodeDim) : undefined;
}

/** A declared type; `undefined` when the message holds none. */
export function decodeValueType(type: onnx.TypeProto.$Properties, depth = 0): ValueType | undefined {
  if (depth > DEEPEST_TYPE) return OPAQUE;
  if (type.tensorType) return decodeTensor('tensor', type.tensorType);
  if (type.sparseTensorType) return decodeTensor('sparseTensor', type.sparseTensorType);
  if (type.sequenceType) return { kind: 'sequence', element: decodeInner(type.sequenceType.elemType, depth) };
  if (type.optionalType) return { kind: 'optional', element: decodeInner(type.optionalType.elemType, depth) };
  if (type.mapType) {
    return {
      kind: 'map',
      key: dtypeFromNumber(type.mapType.keyType ?? 0) ?? 'undefined',
      value: decodeInner(type.mapType.valueType, depth),
    };
  }
  return type.opaqueType ? OPAQUE : undefined;
}

function decodeTensor(kind: 'tensor' | 'sparseTensor', type: onnx.TypeProto.Tensor.$Properties): ValueType {
  return { kind, dtype: dtypeFromNumber(type.elemType ?? 0) ?? 'undefined', shape: decodeShape(type.shape) };
}

function decodeInner(type: onnx.TypeProto.$Properties | null | undefined, depth: number): ValueType {
  return (type ? decodeValueType(type, depth + 1) : undefined) ?? OPAQUE;
}

function encodeShape(shape: Shape | undefined): onnx.TensorShapeProto.$Properties | undefined {
  if (shape === undefined) return undefined;
  return { dim: shape.map(dim => (typeof dim === 'number' ? { dimValue: dim } : dim === undefined ? {} : { dimParam: dim })) };
}

/** The message of a type; opaque types cannot be made anew. */
export function encodeValueType(type: ValueType): onnx.TypeProto.$Properties {
  switch (type.kind) {
    case 'tensor':
    case 'sparseTensor': {
      const shape = encodeShape(type.shape);
      const tensor = { elemType: dtypeNumber(type.dtype), ...(shape === undefined ? {} : { shape }) };
      return type.kind === 'tensor' ? { tensorType: tensor } : { sparseTensorType: tensor };
    }
    case 'sequence':
      return { sequenceType: { elemType: encodeValueType(type.element) } };
    case 'optional':
      return { optionalType: { elemType: encodeValueType(type.element) } };
    case 'map':
      return { mapType: { keyType: dtypeNumber(type.key), valueType: encodeValueType(type.value) } };
    case 'opaque':
      return {};
    default:
      return assertNever(type);
  }
}
