import type { ValueType } from '../../shared/graph/attribute';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { Reason } from '../../shared/report/reason';
import type { ByteRange } from '../byteSource';
import { decodeMessage } from '../decodeMessage';
import { decodeValueType } from '../decodeValueType';
import { onnx } from '../generated/onnx';
import { VALUE_INFO } from '../wire/fields';
import { soundOr } from '../wire/soundOr';
import type { WireCursor } from '../wire/wireCursor';
import type { BudgetCounter, BudgetMeter } from './budgetMeter';
import { skimTensorType } from './skimType';

/** A declared value: graph input, graph output or value_info. */
export interface DeclaredValue {
  readonly name: string;
  readonly type: ValueType | undefined;
  /** Why the type could not be read. */
  readonly fault: Extract<Reason, 'too-many' | 'too-deep' | 'corrupt'> | undefined;
}

/** Reads the ValueInfoProto from the position to `end`. A type that comes in several parts is merged, as protobuf asks. */
export function skimValueInfo(cursor: WireCursor, end: number, meter: BudgetMeter): DeclaredValue {
  const start = cursor.position;
  let name = '';
  let type: ByteRange | undefined;
  let isInParts = false;
  while (cursor.more(end)) {
    const tag = cursor.tag();
    if (tag === VALUE_INFO.name) name = cursor.text(cursor.fieldEnd(end));
    else if (tag === VALUE_INFO.type) {
      const last = cursor.fieldEnd(end);
      isInParts ||= type !== undefined;
      type = { offset: cursor.position, length: last - cursor.position };
      cursor.seek(last);
    } else cursor.skipRun(tag, end);
  }
  if (type === undefined || type.length === 0) return { name, type: undefined, fault: undefined };
  const simple = isInParts ? undefined : skimSimple(cursor, type, end, meter.counter('typeDims'));
  return simple === undefined ? decodeAny(cursor, name, start, end, meter) : { name, type: simple, fault: undefined };
}

function skimSimple(cursor: WireCursor, { offset, length }: ByteRange, end: number, dims: BudgetCounter): ValueType | undefined {
  cursor.seek(offset);
  const type = soundOr(() => skimTensorType(cursor, offset + length, dims), undefined);
  cursor.seek(end);
  return type;
}

/** Any type, by the generated code. */
function decodeAny(cursor: WireCursor, name: string, start: number, end: number, meter: BudgetMeter): DeclaredValue {
  if (!meter.take('typeBytes', end - start)) return { name, type: undefined, fault: 'too-many' };
  cursor.seek(start);
  try {
    const { type } = decodeMessage(onnx.ValueInfoProto, cursor.bytes(end));
    return { name, type: type ? decodeValueType(type) : undefined, fault: undefined };
  } catch (error) {
    if (error instanceof LayerwiseError) throw error;
    const isDepth = error instanceof Error && /depth/i.test(error.message);
    return { name, type: { kind: 'opaque' }, fault: isDepth ? 'too-deep' : 'corrupt' };
  }
}
