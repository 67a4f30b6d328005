import type protobuf from 'protobufjs/minimal.js';
import { assertNever } from '../../../shared/base/assertNever';
import { onnx } from '../../generated/onnx';
import type { TypedField } from '../../skim/tensorHeader';
import { encodeText } from '../../wire/encodeText';
import { TENSOR } from '../../wire/fields';
import type { Int64 } from '../../wire/longOf';
import { valueFieldOf } from '../syntax/tensorValues';
import { readInt64, readUint64 } from './int64';
import { PackedField } from './packedField';
import type { SyntaxReader } from './syntaxReader';

type TensorProto = onnx.TensorProto.$Properties;

const LEAST_INT32 = -(2n ** 31n);
const MOST_INT32 = 2n ** 31n - 1n;

/** Reads the values of a tensor of a type that was read before it: `{1, 2}`, or where external data are. Throws `syntax-error`. */
export function parseTensorData(reader: SyntaxReader, type: onnx.TypeProto.$Properties, name: string): TensorProto {
  const { tensorType } = type;
  if (tensorType?.shape === undefined || tensorType.shape === null)
    throw reader.error('a constant needs the type of a tensor with its shape');
  const dims = (tensorType.shape.dim ?? []).map(({ dimValue }): Int64 => {
    if (dimValue === undefined || dimValue === null) throw reader.error('the sizes of a constant must be numbers');
    return dimValue;
  });
  const dataType = tensorType.elemType ?? 0;
  const tensor: TensorProto = { name, dataType, dims };
  if (reader.accept('[')) return { ...tensor, dataLocation: onnx.TensorProto.DataLocation.EXTERNAL, externalData: parseEntries(reader) };
  return reader.accept('{') ? { ...tensor, ...parseValues(reader, dataType, name) } : tensor;
}

/** Reads `"key": "value", …]`, at least one. */
export function parseEntries(reader: SyntaxReader): onnx.StringStringEntryProto.$Properties[] {
  const entries: onnx.StringStringEntryProto.$Properties[] = [];
  do {
    const key = reader.string('a key');
    reader.expect(':');
    entries.push({ key, value: reader.string('a value') });
  } while (reader.accept(','));
  reader.expect(']');
  return entries;
}

function parseValues(reader: SyntaxReader, dataType: number, name: string): TensorProto {
  const field = valueFieldOf(dataType);
  if (field === 'stringData') {
    const stringData: Uint8Array[] = [];
    parseList(reader, name, () => stringData.push(encodeText(reader.string('a text'))));
    return { stringData };
  }
  const values = new PackedField(TENSOR[`${field}Packed`]);
  parseList(reader, name, () => values.add(writer => writeValue(reader, field, writer)));
  return { $unknowns: values.finish() };
}

function writeValue(reader: SyntaxReader, field: Exclude<TypedField, 'stringData'>, writer: protobuf.Writer): void {
  switch (field) {
    case 'floatData':
      writer.float(parseFloat32(reader));
      return;
    case 'doubleData':
      writer.double(parseFloat64(reader));
      return;
    case 'int64Data':
      writer.int64(readInt64(reader));
      return;
    case 'uint64Data':
      writer.uint64(readUint64(reader));
      return;
    case 'int32Data':
      writer.int32(Number(reader.integer(LEAST_INT32, MOST_INT32)));
      return;
    default:
      assertNever(field);
  }
}

function parseList(reader: SyntaxReader, name: string, parse: () => void): void {
  if (reader.accept('}')) return;
  do {
    if (reader.accept('...'))
      throw reader.error(`the values of ${JSON.stringify(name)} are abbreviated here; write the text in full (layerwise text --full)`);
    parse();
  } while (reader.accept(','));
  reader.expect('}');
}

/** A float32; a number beyond its range is an error, as it is to the official parser. */
export function parseFloat32(reader: SyntaxReader): number {
  const value = parseFloat64(reader);
  const single = Math.fround(value);
  if (Number.isFinite(value) && !Number.isFinite(single)) throw reader.error('the number is too large for a float');
  return single;
}

function parseFloat64(reader: SyntaxReader): number {
  const value = floatOf(reader.number());
  if (value === undefined) throw reader.error('the number before this is no float');
  return value;
}

/** `undefined` for what is no number or too large for a double. */
function floatOf(text: string): number | undefined {
  if (/^-?nan$/i.test(text)) return NaN;
  if (/^-?inf(?:inity)?$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}
