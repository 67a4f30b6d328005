import { dtypeFromNumber } from '../../../shared/graph/dtype';
import type { onnx } from '../../generated/onnx';
import type { TypedField } from '../../skim/tensorHeader';
import { typedFieldOf } from '../../tensors/typedFieldOf';
import { decodeText } from '../../wire/decodeText';
import { float32Text, float64Text } from './floatText';
import { quoted } from './names';

type TensorProto = onnx.TensorProto.$Properties;

/** The numbers or texts between the braces of a tensor, one by one. */
export interface TensorTexts {
  readonly count: number;
  readonly at: (index: number) => string;
}

/** Field of a TensorProto that holds values of an element type, by its number. */
export function valueFieldOf(elementType: number): TypedField {
  return typedFieldOf(dtypeFromNumber(elementType) ?? 'undefined');
}

/** Values of a tensor as the text syntax writes them: what its typed field holds, or would hold. */
export function tensorTexts(tensor: TensorProto): TensorTexts {
  const { rawData } = tensor;
  return rawData !== undefined && rawData !== null && rawData.length > 0 ? rawTexts(rawData, tensor.dataType ?? 0) : typedTexts(tensor);
}

function typedTexts(tensor: TensorProto): TensorTexts {
  const field = valueFieldOf(tensor.dataType ?? 0);
  if (field === 'stringData') {
    const texts = tensor.stringData ?? [];
    return { count: texts.length, at: index => quoted(decodeText(texts[index]!).text) };
  }
  if (field === 'floatData' || field === 'doubleData') {
    const values = tensor[field] ?? [];
    const text = field === 'floatData' ? float32Text : float64Text;
    return { count: values.length, at: index => text(values[index]!) };
  }
  const values = tensor[field] ?? [];
  return { count: values.length, at: index => String(values[index]) };
}

/** Bytes of one value in `raw_data`: of packed bytes, and of the parts of complex numbers. */
export function rawWidth(elementType: number): number {
  const field = valueFieldOf(elementType);
  if (field === 'int64Data' || field === 'doubleData') return 8;
  if (field === 'floatData') return 4;
  if (field === 'uint64Data') return elementType === 12 ? 4 : 8;
  if (elementType === 6) return 4;
  return [4, 5, 10, 16].includes(elementType) ? 2 : 1;
}

function rawTexts(raw: Uint8Array, elementType: number): TensorTexts {
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const width = rawWidth(elementType);
  const read = rawReader(view, elementType);
  return { count: Math.floor(raw.length / width), at: index => read(index * width) };
}

function rawReader(view: DataView, elementType: number): (offset: number) => string {
  switch (elementType) {
    case 1:
    case 14:
      return offset => float32Text(view.getFloat32(offset, true));
    case 11:
    case 15:
      return offset => float64Text(view.getFloat64(offset, true));
    case 3:
      return offset => String(view.getInt8(offset));
    case 5:
      return offset => String(view.getInt16(offset, true));
    case 4:
    case 10: // float16 and bfloat16 as their bits
    case 16:
      return offset => String(view.getUint16(offset, true));
    case 6:
      return offset => String(view.getInt32(offset, true));
    case 12:
      return offset => String(view.getUint32(offset, true));
    case 7:
      return offset => String(view.getBigInt64(offset, true));
    case 13:
      return offset => String(view.getBigUint64(offset, true));
    default:
      return offset => String(view.getUint8(offset));
  }
}
