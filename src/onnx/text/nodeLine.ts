import type { AttributeValue } from '../../shared/graph/attribute';
import { NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { findOperator } from '../../shared/ops/findOperator';
import { nodeInputs, nodeOutputs } from '../../shared/graph/traversal';
import type { Analysis, TensorFacts } from '../../shared/report/analysis';
import { readableName } from './readableName';
import type { ValueNames } from './valueNames';

const MAX_OPERANDS = 16;
const MAX_ITEMS = 8;
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
  const outputs = [...nodeOutputs(graph, node)].filter(tensor => tensor !== NONE);
  const results = outputs.slice(0, MAX_OPERANDS).map(tensor => names.of(tensor, node));
  const domain = graph.nodes.domains[node] ?? '';
  const op = `${domain === '' ? '' : `${readableName(domain)}.`}${readableName(graph.nodes.ops[node] ?? '')}`;
  const operands = [...operandTexts(graph, names, node), ...attributeTexts(graph, node)];
  return `${results.join(', ')}${results.length === 0 ? '' : ' = '}${op}(${operands.join(', ')})${comment(analysis, outputs[0])}`;
}

function operandTexts(graph: Graph, names: ValueNames, node: NodeId): readonly string[] {
  const letters = WEIGHT_LETTERS.get(graph.nodes.ops[node] ?? '') ?? [];
  const inputs = [...nodeInputs(graph, node)];
  const shown = inputs.slice(0, MAX_OPERANDS).map((tensor, index) => {
    if (tensor === NONE) return '_';
    const weight = graph.tensors.weights[tensor];
    if (weight === undefined) return names.of(tensor, node);
    const letter = letters[index] ?? `%${readableName(graph.tensors.names[tensor] ?? '')}`;
    return weight.dims.length > 1 ? `${letter}[${weight.dims.join('×')}]` : letter;
  });
  return inputs.length > MAX_OPERANDS ? [...shown, `… ${String(inputs.length)} in all`] : shown;
}

function attributeTexts(graph: Graph, node: NodeId): readonly string[] {
  const domain = graph.nodes.domains[node] ?? '';
  const schema = findOperator(domain, graph.nodes.ops[node] ?? '', graph.facts.opsets.get(domain) ?? 1);
  return [...graph.nodes.attributes(node)].flatMap(([name, value]) => {
    const standard = schema?.attributes.get(name)?.default;
    const isStandard = standard !== undefined && 'value' in value && value.value === standard;
    const text = isStandard ? undefined : attributeText(name, value);
    return text === undefined ? [] : [`${shortName(name)}=${text}`];
  });
}

/** `undefined` for what says nothing more than the default or the weight's shape. */
function attributeText(name: string, value: AttributeValue): string | undefined {
  switch (value.kind) {
    case 'float':
    case 'int':
      return name === 'group' && value.value === 1 ? undefined : String(value.value);
    case 'string':
      return JSON.stringify(value.value.slice(0, MAX_TEXT)).replace(/[^\x20-\x7e]/g, '�');
    case 'floats':
    case 'ints':
      return listText(name, value.values);
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

function listText(name: string, values: readonly number[]): string | undefined {
  const [first] = values;
  const uniform = first !== undefined && values.every(value => value === first);
  if (
    name === 'kernel_shape' ||
    (uniform && ((name === 'strides' && first === 1) || (name === 'dilations' && first === 1) || (name === 'pads' && first === 0)))
  )
    return undefined;
  if (uniform && values.length > 1 && ['strides', 'pads', 'dilations'].includes(name)) return String(first);
  const shown = values.slice(0, MAX_ITEMS).join(', ');
  return `[${shown}${values.length > MAX_ITEMS ? `, … ${String(values.length)} in all` : ''}]`;
}

function shortName(name: string): string {
  return name === 'strides' ? 'stride' : name === 'dilations' ? 'dilation' : readableName(name);
}

/** The first output's shape, without a leading 1. */
function comment(analysis: Analysis, tensor: TensorId | undefined): string {
  const shape = tensor === undefined ? undefined : analysis.tensors[tensor]?.shape;
  if (shape === undefined || shape.length === 0) return '';
  return ` // ${shapeText(shape)}`;
}

function shapeText(shape: NonNullable<TensorFacts['shape']>): string {
  const dims = shape.length > 1 && (shape[0] === 1 || typeof shape[0] === 'string') ? shape.slice(1) : shape;
  return dims.map(dim => (dim === undefined ? '?' : typeof dim === 'string' ? readableName(dim) : String(dim))).join('×');
}
