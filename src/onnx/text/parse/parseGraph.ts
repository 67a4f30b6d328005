import { BUDGET } from '../../budgets';
import type { onnx } from '../../generated/onnx';
import { parseAttribute } from './parseAttribute';
import { parseTensorData } from './parseTensor';
import { isTypeNext, parseType } from './parseType';
import type { SyntaxReader } from './syntaxReader';

type GraphProto = onnx.GraphProto.$Properties;
type NodeProto = onnx.NodeProto.$Properties;
type TensorProto = onnx.TensorProto.$Properties;
type ValueInfoProto = onnx.ValueInfoProto.$Properties;

/** Reads a graph: `name (inputs) => (outputs) <weights and declared values> { nodes }`. Throws `syntax-error`. */
export function parseGraph(reader: SyntaxReader, depth = 0): GraphProto {
  if (depth > BUDGET.subgraphDepth) throw reader.error(`graphs are nested more than ${BUDGET.subgraphDepth} deep`);
  const name = reader.anyName('the name of a graph');
  const initializer: TensorProto[] = [];
  const input: ValueInfoProto[] = [];
  const output: ValueInfoProto[] = [];
  const valueInfo: ValueInfoProto[] = [];
  if (reader.accept('('))
    parseItems(reader, ')', () => {
      const info = parseValueInfo(reader);
      input.push(info);
      if (reader.accept('=')) initializer.push(parseTensorData(reader, info.type ?? {}, info.name ?? ''));
    });
  reader.expect('=>');
  reader.expect('(');
  parseItems(reader, ')', () => output.push(parseValueInfo(reader)));
  if (reader.accept('<'))
    parseItems(reader, '>', () => {
      const info = parseValueInfo(reader);
      if (reader.accept('=')) initializer.push(parseTensorData(reader, info.type ?? {}, info.name ?? ''));
      else valueInfo.push(info);
    });
  return { name, input, output, initializer, valueInfo, node: parseNodes(reader, depth) };
}

/** Items between commas up to the bracket that closes them, perhaps none. */
export function parseItems(reader: SyntaxReader, close: string, parse: () => unknown): void {
  if (reader.accept(close)) return;
  do parse();
  while (reader.accept(','));
  reader.expect(close);
}

/** `float[N] x`, or a name alone. */
export function parseValueInfo(reader: SyntaxReader): ValueInfoProto {
  const type = isTypeNext(reader) ? parseType(reader) : undefined;
  const name = reader.anyName('the name of a value');
  return type === undefined ? { name } : { name, type };
}

export function parseNodes(reader: SyntaxReader, depth: number): NodeProto[] {
  const nodes: NodeProto[] = [];
  reader.expect('{');
  while (!reader.accept('}')) nodes.push(parseNode(reader, depth));
  return nodes;
}

/** `[name] outputs = domain.Op:overload <attributes> (inputs)`; attributes may come last. */
function parseNode(reader: SyntaxReader, depth: number): NodeProto {
  let name: string | undefined;
  if (reader.accept('[')) {
    name = reader.optionalName() ?? '';
    reader.expect(']');
  }
  const output = parseNames(reader);
  reader.expect('=');
  const { domain, opType } = parseOperator(reader);
  const overload = reader.accept(':') ? reader.identifier('an overload') : undefined;
  let attribute = parseAttributes(reader, depth);
  reader.expect('(');
  const input = parseNames(reader);
  reader.expect(')');
  if (attribute.length === 0) attribute = parseAttributes(reader, depth);
  return {
    ...(name === undefined ? {} : { name }),
    ...(overload === undefined ? {} : { overload }),
    domain, opType, input, output, attribute,
  }; // prettier-ignore
}

function parseOperator(reader: SyntaxReader): { readonly domain: string; readonly opType: string } {
  const words = [reader.optionalIdentifier()];
  while (reader.accept('.')) words.push(reader.identifier('an operator'));
  return { domain: words.slice(0, -1).join('.'), opType: words.at(-1) ?? '' };
}

function parseAttributes(reader: SyntaxReader, depth: number): onnx.AttributeProto.$Properties[] {
  const attributes: onnx.AttributeProto.$Properties[] = [];
  if (!reader.accept('<')) return attributes;
  do attributes.push(parseAttribute(reader, reader.identifier('the name of an attribute'), depth, parseGraph));
  while (reader.accept(','));
  reader.expect('>');
  return attributes;
}

/** Names between commas. A comma with nothing before it stands for the empty name, and one at the end for nothing. */
function parseNames(reader: SyntaxReader): string[] {
  const names: string[] = [];
  do {
    const name = reader.optionalName() ?? (reader.peek() === ',' ? '' : undefined);
    if (name === undefined) break;
    names.push(name);
  } while (reader.accept(','));
  return names;
}
