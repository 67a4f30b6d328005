import { dtypeFromNumber, tensorBytes, type Dtype } from '../../shared/graph/dtype';
import { elementCount } from '../../shared/graph/shape';
import { onnx } from '../generated/onnx';
import type { TensorHeader } from '../skim/tensorHeader';
import { typedToRaw } from '../tensors/typedToRaw';
import { TENSOR } from '../wire/fields';
import type { WireCursor } from '../wire/wireCursor';
import { encodeMessage } from './exactWriter';
import type { MoveTensor } from './moveTensors';
import { bytesSegment, modelSegment, segmentLength, type Segment } from './segment';
import { spliceMessage } from './spliceMessage';

/** Smaller values stay in the model: runtimes want shapes and axes there, and a file of crumbs helps nobody. */
export const SMALLEST_EXTERNAL_BYTES = 1024;

/** Offsets that let a runtime map the values instead of copying them: pages, and the granularity of Windows for large ones (docs/ExternalData.md). */
function alignmentOf(length: number): number {
  if (length >= 1 << 20) return 1 << 16;
  return length >= 1 << 12 ? 1 << 12 : 64;
}

/** A data file in the making. */
export class DataFileDraft {
  readonly segments: Segment[] = [];
  private length = 0;

  /** `location`: bare name of the file, beside the model. */
  constructor(readonly location: string) {}

  /** Appends values at an aligned offset, which is returned. */
  append(values: Segment): number {
    const length = segmentLength(values);
    const alignment = alignmentOf(length);
    const padding = (alignment - (this.length % alignment)) % alignment;
    if (padding > 0) this.segments.push({ kind: 'zeros', length: padding });
    const offset = this.length + padding;
    this.segments.push(values);
    this.length = offset + length;
    return offset;
  }
}

/** Moves values into a data file. Values that are external already, of text, sparse or not what their shape needs stay where they are. */
export function externalizeTensors(cursor: WireCursor, draft: DataFileDraft): MoveTensor {
  return (header, isPartOfSparse) => {
    const dtype = dtypeFromNumber(header.dataType) ?? 'undefined';
    const needed = tensorBytes(dtype, elementCount(header.dims) ?? 0);
    if (header.isExternal || isPartOfSparse || dtype === 'string' || dtype === 'undefined' || needed < SMALLEST_EXTERNAL_BYTES)
      return undefined;
    const values = valuesOf(cursor, header, dtype);
    if (values === undefined || segmentLength(values) !== needed) return undefined;
    const rest = spliceMessage(cursor, header.message, ({ tag }) => (isValue(tag) ? [] : 'keep'));
    return [...rest, externalPlacement(draft.location, draft.append(values), needed)];
  };
}

/** The fields of a tensor whose values lie in a data file. */
export function externalPlacement(location: string, offset: number, length: number): Segment {
  const externalData = Object.entries({ location, offset, length }).map(([key, value]) => ({ key, value: String(value) }));
  return encodeMessage(onnx.TensorProto, { externalData, dataLocation: onnx.TensorProto.DataLocation.EXTERNAL });
}

const VALUE_FIELDS = new Set<number>([
  TENSOR.rawData, TENSOR.floatData, TENSOR.floatDataPacked, TENSOR.int32Data, TENSOR.int32DataPacked, TENSOR.int64Data, TENSOR.int64DataPacked,
  TENSOR.doubleData, TENSOR.doubleDataPacked, TENSOR.uint64Data, TENSOR.uint64DataPacked, TENSOR.dataLocation, TENSOR.externalData,
]); // prettier-ignore

/** Whether a field of TensorProto holds values, or says where they are. */
export function isValue(tag: number): boolean {
  return VALUE_FIELDS.has(tag);
}

function valuesOf(cursor: WireCursor, { raw, message }: TensorHeader, dtype: Dtype): Segment | undefined {
  if (raw !== undefined) return modelSegment(raw);
  cursor.seek(message.offset);
  return bytesSegment(typedToRaw(cursor.bytes(message.offset + message.length), dtype, cursor.source.name));
}
