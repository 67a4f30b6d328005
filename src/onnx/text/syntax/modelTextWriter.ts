import { onnx } from '../../generated/onnx';
import { decodeText } from '../../wire/decodeText';
import { float32Text } from './floatText';
import { isIdentifier, isQualifiedName, nameText, nearestIdentifier, quoted, showable } from './names';
import type { GraphParts } from './modelParts';
import { tensorData, tensorTypeName, type ConstantLimit } from './tensorText';
import type { TextLosses } from './textLosses';
import type { NodePath, TextSink } from './textSink';
import { typeSyntax } from './typeSyntax';
import { VOCABULARY } from './vocabulary';

const TYPE = onnx.AttributeProto.AttributeType;
type AttributeType = onnx.AttributeProto.AttributeType;
type NodeProto = onnx.NodeProto.$Properties;
type AttributeProto = onnx.AttributeProto.$Properties;
type TensorProto = onnx.TensorProto.$Properties;
type ValueInfoProto = onnx.ValueInfoProto.$Properties;
type OpsetProto = onnx.OperatorSetIdProto.$Properties;

/** Says after a line that this would be a good moment to pass on what was written. */
type Steps = Generator<void, void>;

const INDENT = '   ';
/** Fields of an attribute that hold values. */
const VALUES = ['f', 'i', 's', 't', 'g', 'sparseTensor', 'tp', 'floats', 'ints', 'strings', 'tensors', 'graphs', 'sparseTensors', 'typeProtos'] as const; // prettier-ignore
type ValueName = (typeof VALUES)[number];
/** Field that holds the value of each type of attribute. */
const VALUE_OF_TYPE = new Map<AttributeType, ValueName>([
  [TYPE.FLOAT, 'f'],
  [TYPE.INT, 'i'],
  [TYPE.STRING, 's'],
  [TYPE.TENSOR, 't'],
  [TYPE.GRAPH, 'g'],
  [TYPE.SPARSE_TENSOR, 'sparseTensor'],
  [TYPE.TYPE_PROTO, 'tp'],
  [TYPE.FLOATS, 'floats'],
  [TYPE.INTS, 'ints'],
  [TYPE.STRINGS, 'strings'],
  [TYPE.TENSORS, 'tensors'],
  [TYPE.GRAPHS, 'graphs'],
  [TYPE.SPARSE_TENSORS, 'sparseTensors'],
  [TYPE.TYPE_PROTOS, 'typeProtos'],
]);

/** Writes the parts of a model in the ONNX text syntax (onnx docs/Syntax.md; read by onnx/defs/parser.cc): one line per node, weight and declared value. */
export class ModelTextWriter {
  constructor(
    private readonly sink: TextSink,
    private readonly losses: TextLosses,
    private readonly limit: ConstantLimit,
    private readonly isRaw: boolean,
  ) {}

  header(model: onnx.ModelProto.$Properties): void {
    const { opsetImport, metadataProps } = model;
    const own = <T>(key: keyof typeof model, value: T | null | undefined, text: (value: T) => string, name: string): string[] =>
      Object.hasOwn(model, key) && value !== undefined && value !== null ? [`${name}: ${text(value)}`] : [];
    const quote = (value: string): string => this.quote(value);
    this.block([
      ...own('irVersion', model.irVersion, String, 'ir_version'),
      `opset_import: ${this.opsets(opsetImport ?? [])}`,
      ...own('producerName', model.producerName, quote, 'producer_name'),
      ...own('producerVersion', model.producerVersion, quote, 'producer_version'),
      ...own('domain', model.domain, quote, 'domain'),
      ...own('modelVersion', model.modelVersion, String, 'model_version'),
      ...own('docString', model.docString, quote, 'doc_string'),
      ...((metadataProps ?? []).length === 0 ? [] : [`metadata_props: [${this.entries(metadataProps ?? [])}]`]),
    ]);
  }

  /** The main graph: its nodes are numbered, and it may have any name. */
  *mainGraph(graph: GraphParts): Steps {
    this.sink.write(this.name(graph.name));
    yield* this.graph(graph, '', position => position);
    this.sink.line('');
  }

  *modelFunction(fn: onnx.FunctionProto.$Properties): Steps {
    const { domain, overload, docString, name, input, output, valueInfo, node } = fn;
    const path = `function ${domain ?? ''}:${name ?? ''}${(overload ?? '') === '' ? '' : `:${overload ?? ''}`}`;
    this.losses.unplaced('a function', name ?? '', fn, ['metadataProps']);
    this.block([
      `domain: ${this.quote(domain ?? '')}`,
      ...((overload ?? '') === '' ? [] : [`overload: ${this.quote(overload ?? '')}`]),
      `opset_import: ${this.opsets(fn.opsetImport ?? [])}`,
      ...((docString ?? '') === '' ? [] : [`doc_string: ${this.quote(docString ?? '')}`]),
    ]);
    this.sink.write(this.name(name ?? ''));
    yield* this.functionParameters(fn, path);
    this.sink.line(` (${this.names(input ?? [])}) => (${this.names(output ?? [])})`);
    yield* this.declarations(this.valueInfos(valueInfo ?? []), INDENT);
    yield* this.nodes(node ?? [], '', position => `${path}/${position}`);
    this.sink.line('');
  }

  private block(entries: readonly string[]): void {
    this.sink.line(`<\n${entries.map(entry => INDENT + entry).join(',\n')}\n>`);
  }

  private *functionParameters({ attribute, attributeProto }: onnx.FunctionProto.$Properties, path: string): Steps {
    const names = (attribute ?? []).map(name => this.name(name));
    const defaults = attributeProto ?? [];
    if (names.length + defaults.length === 0) return;
    this.sink.write(` <${names.join(', ')}`);
    let separator = names.length > 0 ? ', ' : '';
    for (const value of defaults) if (yield* this.attribute(value, separator, '', path, true)) separator = ', ';
    this.sink.write('>');
  }

  private *graph(graph: GraphParts, indent: string, pathOf: (position: number) => NodePath): Steps {
    const values = (infos: Iterable<ValueInfoProto>): string => [...infos].map(info => this.valueInfo(info)).join(', ');
    this.sink.line(` (${values(graph.inputs)}) => (${values(graph.outputs)})`);
    yield* this.declarations(this.declarationTexts(graph), indent + INDENT);
    yield* this.nodes(graph.nodes, indent, pathOf);
  }

  private *declarations(texts: Iterable<string>, indent: string): Steps {
    let separator = `${indent}<\n${indent}${INDENT}`;
    const between = `,\n${indent}${INDENT}`;
    let some = false;
    for (const text of texts) {
      this.sink.write(separator + text);
      separator = between;
      some = true;
      yield;
    }
    if (some) this.sink.line(`\n${indent}>`);
  }

  private *declarationTexts(graph: GraphParts): Generator<string, void> {
    for (const tensor of graph.initializers) {
      const name = tensor.name ?? '';
      const type = tensorTypeName(tensor);
      if (type === undefined) this.losses.changed('a weight of an element type without a name is left out', name);
      else yield `${type} ${this.name(name)} = ${this.data(tensor, name)}`;
    }
    yield* this.valueInfos(graph.valueInfos);
  }

  private *valueInfos(infos: Iterable<ValueInfoProto>): Generator<string, void> {
    for (const info of infos) yield this.valueInfo(info);
  }

  private *nodes(nodes: Iterable<NodeProto>, indent: string, pathOf: (position: number) => NodePath): Steps {
    this.sink.line(`${indent}{`);
    let position = 0;
    for (const node of nodes) {
      const path = pathOf(position++);
      const outer = this.sink.enter(path);
      yield* this.node(node, indent + INDENT, path);
      this.sink.leave(outer);
      yield;
    }
    this.sink.write(`${indent}}`);
  }

  private *node(node: NodeProto, indent: string, path: NodePath): Steps {
    const subject = (node.name ?? '') === '' ? `${node.opType ?? ''} #${path}` : (node.name ?? '');
    this.losses.unplaced('a node', subject, node, ['docString', 'metadataProps', 'deviceConfigurations']);
    const label = (node.name ?? '') === '' ? '' : `[${this.name(node.name ?? '')}] `;
    const outputs = this.names(node.output ?? []);
    this.sink.write(`${indent}${label}${outputs}${outputs === '' ? '' : ' '}= ${this.operator(node, subject)}`);
    let separator = ' <';
    for (const attribute of node.attribute ?? [])
      if (yield* this.attribute(attribute, separator, indent, subject, false, path)) separator = ', ';
    this.sink.line(`${separator === ', ' ? '>' : ''} (${this.names(node.input ?? [])})`);
  }

  private operator({ domain, opType, overload }: NodeProto, subject: string): string {
    const scope = domain ?? '';
    const op = opType ?? '';
    const isPlain = (op === '' && scope === '') || isIdentifier(op);
    if (!isPlain || !(scope === '' || isQualifiedName(scope)) || !((overload ?? '') === '' || isIdentifier(overload ?? '')))
      this.losses.changed('an operator, domain or overload is no identifier, other characters became “_”', subject);
    const prefix =
      scope === ''
        ? ''
        : `${scope
            .split('.')
            .map(part => plain(part, 'domain'))
            .join('.')}.`;
    return `${prefix}${isPlain ? op : plain(op, 'op')}${(overload ?? '') === '' ? '' : `:${plain(overload ?? '', 'overload')}`}`;
  }

  /** Says whether it wrote something. */
  private *attribute(
    attribute: AttributeProto,
    separator: string,
    indent: string,
    subject: string,
    mayBeQuoted: boolean,
    path: NodePath = subject,
  ): Generator<void, boolean> {
    const name = attribute.name ?? '';
    const type = typeOf(attribute);
    const field = VALUE_OF_TYPE.get(type);
    this.losses.unplaced('an attribute', subject, attribute, ['docString']);
    if (!mayBeQuoted && !isIdentifier(name)) return this.leftOut('an attribute whose name is no identifier is left out', subject);
    const head = `${separator}${mayBeQuoted ? this.name(name) : name}${type === TYPE.UNDEFINED ? '' : `: ${VOCABULARY.attributeName(type) ?? ''}`} = `;
    const reference = attribute.refAttrName ?? '';
    const others = VALUES.filter(value => reference !== '' || value !== field);
    this.losses.unplaced(
      reference === '' ? 'an attribute of another type' : 'an attribute that refers to another',
      subject,
      attribute,
      others,
    );
    if (reference !== '') {
      this.sink.write(`${head}@${this.name(reference)}`);
      return true;
    }
    if (field === 'g' && attribute.g) {
      yield* this.subgraph(head, attribute.g, indent, `${path}/${name}`, subject);
      return true;
    }
    const text = field === undefined ? undefined : this.value(attribute, field, subject);
    if (text === undefined) return this.leftOut(`an attribute of type ${VOCABULARY.attributeName(type) ?? type} is left out`, subject);
    this.sink.write(head + text);
    return true;
  }

  private leftOut(what: string, subject: string): false {
    this.losses.changed(what, subject);
    return false;
  }

  private *subgraph(head: string, graph: onnx.GraphProto.$Properties, indent: string, path: string, subject: string): Steps {
    const name = graph.name ?? '';
    const word = nearestIdentifier(name, 'graph');
    if (word !== name) this.losses.left('the name of a subgraph that is no identifier', subject);
    this.sink.write(head + word);
    yield* this.graph(partsOf(graph, this.losses), indent + INDENT, position => `${path}/${position}`);
  }

  /** `undefined` for what the syntax cannot write. */
  private value(attribute: AttributeProto, field: ValueName, subject: string): string | undefined {
    switch (field) {
      case 'f':
        return float32Text(attribute.f ?? 0);
      case 'i':
        return String(attribute.i ?? 0);
      case 's':
        return this.quote(decodeText(attribute.s ?? new Uint8Array()).text);
      case 't':
        return attribute.t ? this.tensorValue(attribute.t, subject) : undefined;
      case 'tp':
        return attribute.tp ? this.type(attribute.tp, subject) : undefined;
      case 'floats':
        return `[${(attribute.floats ?? []).map(float32Text).join(', ')}]`;
      case 'ints':
        return `[${(attribute.ints ?? []).map(String).join(', ')}]`;
      case 'strings':
        return `[${(attribute.strings ?? []).map(text => this.quote(decodeText(text).text)).join(', ')}]`;
      // The official parser reads lists of these and drops their items.
      case 'tensors':
      case 'graphs':
      case 'sparseTensors':
      case 'typeProtos':
        return (attribute[field] ?? []).length === 0 ? '[]' : undefined;
      case 'sparseTensor':
      case 'g':
        return undefined;
    }
  }

  /** A tensor in an attribute, whose name must be an identifier. */
  private tensorValue(tensor: TensorProto, subject: string): string | undefined {
    const type = tensorTypeName(tensor);
    const name = tensor.name ?? '';
    if (name !== '' && !isIdentifier(name)) this.losses.left('the name of a tensor in an attribute that is no identifier', subject);
    return type === undefined ? undefined : `${type} ${isIdentifier(name) ? `${name} ` : ''}= ${this.data(tensor, subject)}`;
  }

  private data(tensor: TensorProto, subject: string): string {
    const text = tensorData(tensor, subject, this.losses, this.limit);
    return this.isRaw ? text : this.shown(text);
  }

  private valueInfo(info: ValueInfoProto): string {
    const name = info.name ?? '';
    this.losses.unplaced('a declared value', name, info, ['docString', 'metadataProps']);
    const type = info.type ? this.type(info.type, name) : undefined;
    if (info.type && type === undefined) this.losses.changed('a declared type that the syntax cannot write is left out', name);
    return `${type === undefined ? '' : `${type} `}${this.name(name)}`;
  }

  private type(type: onnx.TypeProto.$Properties, subject: string): string | undefined {
    const text = typeSyntax(type, subject, this.losses);
    return this.isRaw || text === undefined ? text : this.shown(text);
  }

  private opsets(opsets: readonly OpsetProto[]): string {
    return `[${opsets.map(({ domain, version }) => `${this.quote(domain ?? '')} : ${String(version ?? 0)}`).join(', ')}]`;
  }

  private names(names: readonly string[]): string {
    return names.map(name => this.name(name)).join(', ');
  }

  private name(name: string): string {
    return this.isRaw ? nameText(name) : this.shown(nameText(name));
  }

  private quote(text: string): string {
    return this.isRaw ? quoted(text) : this.shown(quoted(text));
  }

  private entries(entries: readonly onnx.StringStringEntryProto.$Properties[]): string {
    return entries.map(({ key, value }) => `${this.quote(key ?? '')}: ${this.quote(value ?? '')}`).join(', ');
  }

  private shown(text: string): string {
    const safe = showable(text);
    if (safe !== text) this.losses.changed('control characters are shown as “\ufffd”', safe);
    return safe;
  }
}

/** A decoded graph as parts. */
function partsOf(graph: onnx.GraphProto.$Properties, losses: TextLosses): GraphParts {
  const name = graph.name ?? '';
  losses.unplaced('a graph', name, graph, ['docString', 'metadataProps', 'quantizationAnnotation']);
  if ((graph.sparseInitializer ?? []).length > 0) losses.changed('sparse weights of a graph are left out', name);
  return {
    name,
    inputs: graph.input ?? [],
    outputs: graph.output ?? [],
    initializers: graph.initializer ?? [],
    valueInfos: graph.valueInfo ?? [],
    nodes: graph.node ?? [],
  };
}

/** The type that an attribute declares, or that of the value it has: before IR 2 there was no type. */
function typeOf(attribute: AttributeProto): AttributeType {
  const declared = attribute.type ?? TYPE.UNDEFINED;
  if (declared !== TYPE.UNDEFINED || (attribute.refAttrName ?? '') !== '') return declared;
  return [...VALUE_OF_TYPE].find(([, field]) => Object.hasOwn(attribute, field))?.[0] ?? TYPE.UNDEFINED;
}

function plain(text: string, what: string): string {
  return isIdentifier(text) ? text : nearestIdentifier(text, what);
}
