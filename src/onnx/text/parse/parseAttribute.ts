import { onnx } from '../../generated/onnx';
import { encodeText } from '../../wire/encodeText';
import { isIdentifier } from '../syntax/names';
import { VOCABULARY } from '../syntax/vocabulary';
import { readInt64 } from './int64';
import { parseFloat32, parseTensorData } from './parseTensor';
import { isTypeNext, parseType } from './parseType';
import type { SyntaxReader } from './syntaxReader';

type AttributeProto = onnx.AttributeProto.$Properties;
/** Reads a graph at this depth of bodies. */
export type GraphParser = (reader: SyntaxReader, depth: number) => onnx.GraphProto.$Properties;

const TYPE = onnx.AttributeProto.AttributeType;
type AttributeType = onnx.AttributeProto.AttributeType;

/** Lists by the type of their items. */
const LIST_OF = new Map<AttributeType, AttributeType>([
  [TYPE.FLOAT, TYPE.FLOATS],
  [TYPE.INT, TYPE.INTS],
  [TYPE.STRING, TYPE.STRINGS],
  [TYPE.TENSOR, TYPE.TENSORS],
  [TYPE.GRAPH, TYPE.GRAPHS],
  [TYPE.TYPE_PROTO, TYPE.TYPE_PROTOS],
]);

/** The field of a list with the values of its items. */
const LIST_VALUES = new Map<AttributeType, (items: readonly AttributeProto[]) => AttributeProto>([
  [TYPE.FLOATS, items => ({ floats: items.flatMap(({ f }) => f ?? []) })],
  [TYPE.INTS, items => ({ ints: items.flatMap(({ i }) => i ?? []) })],
  [TYPE.STRINGS, items => ({ strings: items.flatMap(({ s }) => (s ? [s] : [])) })],
  [TYPE.TENSORS, items => ({ tensors: items.flatMap(({ t }) => t ?? []) })],
  [TYPE.GRAPHS, items => ({ graphs: items.flatMap(({ g }) => g ?? []) })],
  [TYPE.TYPE_PROTOS, items => ({ typeProtos: items.flatMap(({ tp }) => tp ?? []) })],
]);

/** Reads what follows the name of an attribute: `: ints = [1, 2]`. `parseGraph` reads bodies. Throws `syntax-error`. */
export function parseAttribute(reader: SyntaxReader, name: string, depth: number, parseGraph: GraphParser): AttributeProto {
  const type = reader.accept(':') ? parseTypeName(reader) : TYPE.UNDEFINED;
  reader.expect('=');
  if (!reader.accept('[')) return { name, ...expectType(reader, parseSingle(reader, type, depth, parseGraph), type) };
  return { name, ...parseList(reader, type, depth, parseGraph) };
}

function parseTypeName(reader: SyntaxReader): AttributeType {
  const word = reader.identifier('the type of an attribute');
  const type = VOCABULARY.attributeType(word);
  if (type === undefined) throw reader.error(`“${word}” is no type of an attribute`);
  return type;
}

function expectType(reader: SyntaxReader, value: AttributeProto, expected: AttributeType): AttributeProto {
  if (expected === TYPE.UNDEFINED || value.type === expected) return value;
  throw reader.error(`the value before this is no ${VOCABULARY.attributeName(expected) ?? ''}`);
}

function parseSingle(reader: SyntaxReader, expected: AttributeType, depth: number, parseGraph: GraphParser): AttributeProto {
  if (reader.accept('@')) return { refAttrName: reader.anyName('the name of an attribute'), type: expected };
  if (isTypeNext(reader)) return parseTypeOrTensor(reader);
  if (reader.peekIdentifier() !== '' && !reader.isNumberWord()) return { type: TYPE.GRAPH, g: parseGraph(reader, depth + 1) };
  if (reader.peek() === '"') return { type: TYPE.STRING, s: encodeText(reader.string('a text')) };
  return expected === TYPE.FLOAT || !reader.isIntegerNext()
    ? { type: TYPE.FLOAT, f: parseFloat32(reader) }
    : { type: TYPE.INT, i: readInt64(reader) };
}

/** A type alone, or the tensor that it begins. */
function parseTypeOrTensor(reader: SyntaxReader): AttributeProto {
  const type = parseType(reader);
  const next = reader.peek();
  if (next !== '{' && next !== '=' && !isIdentifier(reader.peekIdentifier())) return { type: TYPE.TYPE_PROTO, tp: type };
  const name = reader.optionalName() ?? '';
  reader.accept('=');
  return { type: TYPE.TENSOR, t: parseTensorData(reader, type, name) };
}

function parseList(reader: SyntaxReader, listType: AttributeType, depth: number, parseGraph: GraphParser): AttributeProto {
  const itemType = [...LIST_OF].find(([, list]) => list === listType)?.[0] ?? TYPE.UNDEFINED;
  if (listType !== TYPE.UNDEFINED && itemType === TYPE.UNDEFINED && !isEmptyList(reader, listType))
    throw reader.error('a list cannot be the value of an attribute of this type');
  const items: AttributeProto[] = [];
  if (!reader.accept(']')) {
    do items.push(expectType(reader, parseSingle(reader, itemType, depth, parseGraph), itemType));
    while (reader.accept(','));
    reader.expect(']');
  } else if (listType === TYPE.UNDEFINED) throw reader.error('an empty list needs its type, as in “name: ints = []”');
  return listOf(reader, items, listType);
}

/** Lists of sparse tensors have no items in the syntax. */
function isEmptyList(reader: SyntaxReader, listType: AttributeType): boolean {
  return VOCABULARY.attributeName(listType) === 'sparse_tensors' && reader.peek() === ']';
}

function listOf(reader: SyntaxReader, items: readonly AttributeProto[], listType: AttributeType): AttributeProto {
  const type = LIST_OF.get(items[0]?.type ?? TYPE.UNDEFINED) ?? listType;
  if (items.some(item => LIST_OF.get(item.type ?? TYPE.UNDEFINED) !== type || item.refAttrName !== undefined))
    throw reader.error('the items of a list must be values of one type');
  return { type, ...LIST_VALUES.get(type)?.(items) };
}
