import type { onnx } from '../../generated/onnx';
import { VOCABULARY } from '../syntax/vocabulary';
import { readInt64 } from './int64';
import type { SyntaxReader } from './syntaxReader';

type TypeProto = onnx.TypeProto.$Properties;
type TensorType = onnx.TypeProto.Tensor.$Properties;
type Dimension = onnx.TensorShapeProto.Dimension.$Properties;

/** protobufjs reads no deeper message, nor do other readers. */
const DEEPEST = 30;

/** Whether a type comes next. */
export function isTypeNext(reader: SyntaxReader): boolean {
  return VOCABULARY.beginsType(reader.peekIdentifier());
}

/** Reads a type: `float[2,N]`, `seq(float)`, `map(int64, float)`. Throws `syntax-error`. */
export function parseType(reader: SyntaxReader, depth = 0): TypeProto {
  if (depth > DEEPEST) throw reader.error(`types are nested more than ${DEEPEST} deep`);
  if (VOCABULARY.elementNumber(reader.peekIdentifier()) !== undefined) return { tensorType: parseTensorType(reader) };
  const word = reader.identifier('a type');
  if (!VOCABULARY.beginsType(word)) throw reader.error(`“${word}” is no type`);
  reader.expect('(');
  const type = parseComposite(reader, word, depth + 1);
  reader.expect(')');
  return type;
}

function parseComposite(reader: SyntaxReader, word: string, depth: number): TypeProto {
  switch (word) {
    case 'seq':
      return { sequenceType: { elemType: parseType(reader, depth) } };
    case 'optional':
      return { optionalType: { elemType: parseType(reader, depth) } };
    case 'sparse_tensor':
      return { sparseTensorType: parseTensorType(reader) };
    case 'map': {
      const keyType = parseElementType(reader);
      reader.expect(',');
      return { mapType: { keyType, valueType: parseType(reader, depth) } };
    }
    default:
      return { opaqueType: parseOpaque(reader) };
  }
}

function parseElementType(reader: SyntaxReader): number {
  const number = VOCABULARY.elementNumber(reader.peekIdentifier());
  if (number === undefined) throw reader.unexpected('an element type');
  reader.optionalIdentifier();
  return number;
}

/** Without brackets it is a scalar, with empty ones of unknown rank. */
function parseTensorType(reader: SyntaxReader): TensorType {
  const elemType = parseElementType(reader);
  if (!reader.accept('[')) return { elemType, shape: { dim: [] } };
  if (reader.accept(']')) return { elemType };
  const dim: Dimension[] = [];
  do dim.push(parseDimension(reader));
  while (reader.accept(','));
  reader.expect(']');
  return { elemType, shape: { dim } };
}

function parseDimension(reader: SyntaxReader): Dimension {
  if (reader.accept('?')) return {};
  const dimParam = reader.optionalName();
  return dimParam === undefined ? { dimValue: readInt64(reader) } : { dimParam };
}

/** `opaque()`, `opaque(name)`, `opaque(domain, name)`. */
function parseOpaque(reader: SyntaxReader): onnx.TypeProto.Opaque.$Properties {
  if (reader.peek() === ')') return {};
  const words = [reader.identifier('a name')];
  while (reader.accept('.')) words.push(reader.identifier('a name'));
  const first = words.join('.');
  return reader.accept(',') ? { domain: first, name: reader.identifier('a name') } : { name: first };
}
