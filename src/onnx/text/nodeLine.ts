import type { AttributeValue } from '../../shared/graph/attribute';
import { NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { opsetVersion } from '../../shared/graph/opsetVersion';
import { findOperator } from '../../shared/ops/findOperator';
import type { Analysis, TensorFacts } from '../../shared/report/analysis';
import { readableName } from './readableName';
import { float32Text } from './syntax/floatText';
import type { ValueNames } from './valueNames';

const MAX_OPERANDS = 16;
const MAX_ITEMS = 8;
const MAX_ATTRIBUTES = 32;
const MAX_TEXT = 40;
/** What the first weights of these operators are called in their specification. */
const WEIGHT_LETTERS = new Map<string, readonly string[]>([
  ['Conv', ['X', 'W', 'B']],
  ['ConvTranspose', ['X', 'W', 'B']],
  ['Gemm', ['A', 'B', 'C']],
  ['MatMul', ['A', 'B']],
  ['BatchNormalization', ['X', 'scale', 'B', 'mean', 'var']],
  ['LayerNormalization', ['X', 'scale', 'B']],
]);

/** `%conv2 = Conv(%relu, W[512×512×3×3], B, stride=2, pads=1) // 512×7×7`. */
export function nodeLine(graph: Graph, analysis: Analysis, names: ValueNames, node: NodeId): string {
  const results: string[] = [];
  let first: TensorId = NONE;
  // Loops over the ids as they lie: views of typed arrays take longer to make than a line.
  const { outputStart, outputs } = graph.nodes;
  for (let at = outputStart[node]!; at < outputStart[node + 1]! && results.length < MAX_OPERANDS; at++) {
    const tensor = outputs[at]!;
    if (tensor === NONE) continue;
    if (first === NONE) first = tensor;
    results.push(names.of(tensor, node));
  }
  const domain = graph.nodes.domains[node] ?? '';
  const op = `${domain === '' ? '' : `${readableName(domain)}.`}${readableName(graph.nodes.ops[node] ?? '')}`;
  const operands = operandTexts(graph, names, node);
  addAttributes(graph, node, operands);
  return `${results.join(', ')}${results.length === 0 ? '' : ' = '}${op}(${operands.join(', ')})${comment(analysis, first)}`;
}

function operandTexts(graph: Graph, names: ValueNames, node: NodeId): string[] {
  const letters = WEIGHT_LETTERS.get(graph.nodes.ops[node] ?? '') ?? [];
  const { inputStart, inputs } = graph.nodes;
  const start = inputStart[node]!;
  const count = inputStart[node + 1]! - start;
  const shown: string[] = [];
  for (let index = 0; index < Math.min(count, MAX_OPERANDS); index++)
    shown.push(operandText(graph, names, node, inputs[start + index]!, letters[index]));
  if (count > MAX_OPERANDS) shown.push(`… ${String(count)} in all`);
  return shown;
}

function operandText(graph: Graph, names: ValueNames, reader: NodeId, tensor: TensorId, letter: string | undefined): string {
  const weight = tensor === NONE ? undefined : graph.tensors.weights[tensor];
  if (weight === undefined) return tensor === NONE ? '_' : names.of(tensor, reader);
  const name = letter ?? `%${readableName(graph.tensors.names[tensor] ?? '')}`;
  const { dims } = weight;
  return dims.length > 1 ? `${name}[${dims.slice(0, MAX_ITEMS).join('×')}${dims.length > MAX_ITEMS ? '×…' : ''}]` : name;
}

/** Appends the attributes that say more than the operator's defaults; of very many the first. */
function addAttributes(graph: Graph, node: NodeId, operands: string[]): void {
  const attributes = graph.nodes.attributes(node);
  if (attributes.size === 0) return;
  const domain = graph.nodes.domains[node] ?? '';
  const schema = findOperator(domain, graph.nodes.ops[node] ?? '', opsetVersion(graph, node) ?? 1);
  let shown = 0;
  for (const [name, value] of attributes) {
    const standard = schema?.attributes.get(name)?.default;
    const isStandard = standard !== undefined && 'value' in value && value.value === standard;
    const text = isStandard ? undefined : attributeText(name, value);
    if (text === undefined) continue;
    if (shown++ === MAX_ATTRIBUTES) {
      operands.push(`… ${String(attributes.size)} attributes in all`);
      return;
    }
    operands.push(`${shortName(name)}=${text}`);
  }
}

/** `undefined` for what says nothing more than the default or the weight's shape. */
function attributeText(name: string, value: AttributeValue): string | undefined {
  switch (value.kind) {
    case 'float':
      return float32Text(value.value);
    case 'int':
      return name === 'group' && value.value === 1 ? undefined : String(value.value);
    case 'string':
      return JSON.stringify(value.value.slice(0, MAX_TEXT)).replace(/[^\x20-\x7e]/g, '�');
    case 'floats':
      return listText(name, value.values.map(float32Text));
    case 'ints':
      return listText(name, value.values.map(String));
    case 'strings':
      return `[${String(value.values.length)} strings]`;
    case 'tensor':
      return `${value.weight.dtype}[${value.weight.dims.join('×')}]`;
    case 'graph':
      return '{…}';
    case 'reference':
      return `@${readableName(value.name)}`;
    case 'tensors':
    case 'graphs':
    case 'type':
    case 'unread':
      return '…';
  }
}

function listText(name: string, values: readonly string[]): string | undefined {
  const [first] = values;
  const uniform = first !== undefined && values.every(value => value === first);
  if (
    name === 'kernel_shape' ||
    (uniform && ((name === 'strides' && first === '1') || (name === 'dilations' && first === '1') || (name === 'pads' && first === '0')))
  )
    return undefined;
  if (uniform && values.length > 1 && ['strides', 'pads', 'dilations'].includes(name)) return first;
  const shown = values.slice(0, MAX_ITEMS).join(', ');
  return `[${shown}${values.length > MAX_ITEMS ? `, … ${String(values.length)} in all` : ''}]`;
}

function shortName(name: string): string {
  return name === 'strides' ? 'stride' : name === 'dilations' ? 'dilation' : readableName(name);
}

/** The first output's shape, without a leading 1. */
function comment(analysis: Analysis, tensor: TensorId): string {
  const shape = tensor === NONE ? undefined : analysis.tensors[tensor]?.shape;
  if (shape === undefined || shape.length === 0) return '';
  return ` // ${shapeText(shape)}`;
}

function shapeText(shape: NonNullable<TensorFacts['shape']>): string {
  const dims = shape.length > 1 && (shape[0] === 1 || typeof shape[0] === 'string') ? shape.slice(1) : shape;
  return dims.map(dim => (dim === undefined ? '?' : typeof dim === 'string' ? readableName(dim) : String(dim))).join('×');
}
