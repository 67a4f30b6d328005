import { onnx } from '../../generated/onnx';
import { encodeExactly } from '../../write/exactWriter';
import { readInt64 } from './int64';
import { parseAttribute } from './parseAttribute';
import { parseGraph, parseItems, parseNodes, parseValueInfo } from './parseGraph';
import { parseEntries } from './parseTensor';
import { isTypeNext } from './parseType';
import { SyntaxReader } from './syntaxReader';

type FunctionProto = onnx.FunctionProto.$Properties;
type ModelProto = onnx.ModelProto.$Properties;

/**
 * Bytes of the model that a text in the official ONNX text syntax says (onnx docs/Syntax.md): values in typed fields, as the official parser
 * stores them. Throws `LayerwiseError` `syntax-error` with line and column.
 */
export function parseModelText(text: string, name: string): Uint8Array {
  const reader = new SyntaxReader(text, name);
  const model: ModelProto = reader.accept('<') ? parseHeader(reader) : {};
  model.graph = parseGraph(reader);
  model.functions = [];
  while (!reader.atEnd()) model.functions.push(parseFunction(reader));
  return encodeExactly(onnx.ModelProto, model);
}

function parseHeader(reader: SyntaxReader): ModelProto {
  const model: ModelProto = {};
  parseEntriesOf(reader, {
    ir_version: () => (model.irVersion = readInt64(reader)),
    opset_import: () => (model.opsetImport = parseOpsets(reader)),
    producer_name: () => (model.producerName = reader.string('a text')),
    producer_version: () => (model.producerVersion = reader.string('a text')),
    domain: () => (model.domain = reader.string('a text')),
    model_version: () => (model.modelVersion = readInt64(reader)),
    doc_string: () => (model.docString = reader.string('a text')),
    metadata_props: () => {
      reader.expect('[');
      model.metadataProps = reader.accept(']') ? [] : parseEntries(reader);
    },
  });
  return model;
}

/** Reads `key: value, …>` with the keys that may stand here. */
function parseEntriesOf(reader: SyntaxReader, entries: Readonly<Record<string, () => unknown>>): void {
  const readers = new Map(Object.entries(entries));
  do {
    const key = reader.peekIdentifier();
    const read = readers.get(key);
    if (read === undefined) throw reader.unexpected(`one of ${[...readers.keys()].join(', ')}`);
    reader.optionalIdentifier();
    reader.expect(':');
    read();
  } while (reader.accept(','));
  reader.expect('>');
}

function parseOpsets(reader: SyntaxReader): onnx.OperatorSetIdProto.$Properties[] {
  const opsets: onnx.OperatorSetIdProto.$Properties[] = [];
  reader.expect('[');
  parseItems(reader, ']', () => {
    const domain = reader.string('a domain');
    reader.expect(':');
    opsets.push({ domain, version: readInt64(reader) });
  });
  return opsets;
}

function parseFunction(reader: SyntaxReader): FunctionProto {
  const fn: FunctionProto = {};
  if (reader.accept('<'))
    parseEntriesOf(reader, {
      opset_import: () => (fn.opsetImport = parseOpsets(reader)),
      doc_string: () => (fn.docString = reader.string('a text')),
      domain: () => (fn.domain = reader.string('a text')),
      overload: () => (fn.overload = reader.string('a text')),
    });
  fn.name = reader.anyName('the name of a function');
  parseParameters(reader, fn);
  fn.valueInfo = [];
  fn.input = parseFunctionValues(reader, fn.valueInfo);
  reader.expect('=>');
  fn.output = parseFunctionValues(reader, fn.valueInfo);
  const { valueInfo } = fn;
  if (reader.accept('<')) parseItems(reader, '>', () => valueInfo.push(parseValueInfo(reader)));
  fn.node = parseNodes(reader, 0);
  return fn;
}

/** `<a, b: int = 3>`: names, and names with a default. */
function parseParameters(reader: SyntaxReader, fn: FunctionProto): void {
  const attribute: string[] = [];
  const attributeProto: onnx.AttributeProto.$Properties[] = [];
  if (reader.accept('<')) {
    do {
      const name = reader.anyName('the name of an attribute');
      if (':='.includes(reader.peek() || ' ')) attributeProto.push(parseAttribute(reader, name, 0, parseGraph));
      else attribute.push(name);
    } while (reader.accept(','));
    reader.expect('>');
  }
  Object.assign(fn, { attribute, attributeProto });
}

/** Names, some with a type, which then is declared. */
function parseFunctionValues(reader: SyntaxReader, valueInfo: onnx.ValueInfoProto.$Properties[]): string[] {
  const names: string[] = [];
  reader.expect('(');
  parseItems(reader, ')', () => {
    const isTyped = isTypeNext(reader);
    const info = parseValueInfo(reader);
    names.push(info.name ?? '');
    if (isTyped) valueInfo.push(info);
  });
  return names;
}
