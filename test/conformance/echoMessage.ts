import protobuf from 'protobufjs';
import { MemorySource } from '../../src/onnx/memorySource';
import { decodeText } from '../../src/onnx/wire/decodeText';
import { WIRE, WireCursor } from '../../src/onnx/wire/wireCursor';

/** The bytes that a value reads back from, after `WireCursor` decoded it. */
type Copy = (cursor: WireCursor) => Uint8Array;

interface Scalar {
  readonly wireType: number;
  readonly copy: Copy;
}

function varint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  for (let rest = BigInt.asUintN(64, value), more = true; more; rest >>= 7n) {
    more = rest > 127n;
    bytes.push(Number(rest & 127n) | (more ? 128 : 0));
  }
  return Uint8Array.from(bytes);
}

const asVarint = (decode: (cursor: WireCursor) => bigint): Scalar => ({
  wireType: WIRE.varint,
  copy: cursor => varint(decode(cursor)),
});
const fixed = (wireType: number, length: number): Scalar => ({ wireType, copy: cursor => cursor.bytes(cursor.position + length) });
const float: Scalar = {
  wireType: WIRE.fixed32,
  copy: cursor => new Uint8Array(Float32Array.of(cursor.float32()).buffer),
};

const SCALARS = new Map<string, Scalar>([
  ['int32', asVarint(cursor => BigInt(cursor.signed32()))],
  ['uint32', asVarint(cursor => BigInt.asUintN(32, cursor.bits64()))],
  ['sint32', asVarint(cursor => BigInt.asUintN(32, cursor.bits64()))],
  ['int64', asVarint(cursor => cursor.bits64())],
  ['uint64', asVarint(cursor => cursor.bits64())],
  ['sint64', asVarint(cursor => cursor.bits64())],
  ['bool', asVarint(cursor => (cursor.bits64() === 0n ? 0n : 1n))],
  ['float', float],
  ['fixed32', fixed(WIRE.fixed32, 4)],
  ['sfixed32', fixed(WIRE.fixed32, 4)],
  ['double', fixed(WIRE.fixed64, 8)],
  ['fixed64', fixed(WIRE.fixed64, 8)],
  ['sfixed64', fixed(WIRE.fixed64, 8)],
]);
const ENUM = asVarint(cursor => BigInt(cursor.signed32()));

/** Reads a message with the reader's cursor and writes what it understood; fields that the schema does not know are passed over and copied. */
export function echoMessage(type: protobuf.Type, bytes: Uint8Array, isProto3: boolean): Uint8Array {
  const cursor = new WireCursor(new MemorySource(bytes, 'message'));
  return new Echo(cursor, isProto3).message(type, bytes.length);
}

interface FieldsById {
  readonly fieldsById: Readonly<Record<number, protobuf.Field>>;
}

class Echo {
  constructor(
    private readonly cursor: WireCursor,
    private readonly isProto3: boolean,
  ) {}

  message(type: FieldsById, end: number): Uint8Array {
    const parts: Uint8Array[] = [];
    while (this.cursor.more(end)) {
      const start = this.cursor.position;
      const tag = this.cursor.tag();
      const field = type.fieldsById[tag >>> 3]?.resolve();
      parts.push(...((field === undefined ? undefined : this.known(field, tag, end)) ?? this.unknown(tag, start, end)));
    }
    return Buffer.concat(parts);
  }

  /** Fields that are not of the type, or not in the way that the type is written, are unknown fields. */
  private known(field: protobuf.Field, tag: number, end: number): readonly Uint8Array[] | undefined {
    const isEnum = field.resolvedType instanceof protobuf.Enum;
    const scalar = field.map ? undefined : isEnum ? ENUM : SCALARS.get(field.type);
    if ((tag & 7) === WIRE.bytes) return scalar === undefined ? this.delimited(field, tag, end) : this.packed(field, scalar, tag, end);
    return scalar?.wireType === (tag & 7) ? [varint(BigInt(tag)), scalar.copy(this.cursor)] : undefined;
  }

  private packed(field: protobuf.Field, scalar: Scalar, tag: number, end: number): readonly Uint8Array[] | undefined {
    if (!field.repeated) return undefined;
    const last = this.cursor.fieldEnd(end);
    const values: Uint8Array[] = [];
    while (this.cursor.more(last)) values.push(scalar.copy(this.cursor));
    return wrap(tag, Buffer.concat(values));
  }

  private delimited(field: protobuf.Field, tag: number, end: number): readonly Uint8Array[] | undefined {
    const last = this.cursor.fieldEnd(end);
    if (field.resolvedType instanceof protobuf.Type && !field.map) return wrap(tag, this.message(field.resolvedType, last));
    const bytes = this.cursor.bytes(last);
    if (field instanceof protobuf.MapField) return wrap(tag, this.mapEntry(field, bytes));
    if (field.type === 'string' && this.isProto3 && decodeText(bytes).malformed) throw new Error('A text is not UTF-8.');
    return wrap(tag, bytes);
  }

  /** An entry is a message of a key (1) and a value (2). */
  private mapEntry(field: protobuf.MapField, bytes: Uint8Array): Uint8Array {
    const value = new protobuf.Field('value', 2, field.type);
    value.resolvedType = field.resolvedType;
    value.resolved = true;
    const entry = { fieldsById: { 1: new protobuf.Field('key', 1, field.keyType), 2: value } };
    return new Echo(new WireCursor(new MemorySource(bytes, 'entry')), this.isProto3).message(entry, bytes.length);
  }

  private unknown(tag: number, start: number, end: number): readonly Uint8Array[] {
    this.cursor.skip(tag, end);
    const last = this.cursor.position;
    this.cursor.seek(start);
    return [this.cursor.bytes(last)];
  }
}

function wrap(tag: number, content: Uint8Array): readonly Uint8Array[] {
  return [varint(BigInt(tag)), varint(BigInt(content.length)), content];
}
