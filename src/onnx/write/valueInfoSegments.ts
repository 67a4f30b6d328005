import type { ValueType } from '../../shared/graph/attribute';
import type { ByteRange } from '../byteSource';
import { decodeMessage } from '../decodeMessage';
import { encodeValueType } from '../decodeValueType';
import { onnx } from '../generated/onnx';
import type { WireCursor } from '../wire/wireCursor';
import { encodeMessage } from './exactWriter';
import type { Segment } from './segment';

/** The content of a new ValueInfoProto. */
export function newValueInfo(name: string, type: ValueType | undefined): Segment {
  return encodeMessage(onnx.ValueInfoProto, { name, ...(type === undefined ? {} : { type: encodeValueType(type) }) });
}

/** A ValueInfoProto of the source with another type; what else it says (documentation, metadata, unknown fields) stays. */
export function retypedValueInfo(cursor: WireCursor, { offset, length }: ByteRange, type: ValueType): Segment {
  cursor.seek(offset);
  const message = decodeMessage(onnx.ValueInfoProto, cursor.bytes(offset + length));
  const { denotation } = message.type ?? {};
  message.type = onnx.TypeProto.decode(onnx.TypeProto.encode({ ...encodeValueType(type), ...(denotation ? { denotation } : {}) }).finish());
  return encodeMessage(onnx.ValueInfoProto, message);
}
