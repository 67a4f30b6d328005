import { once } from '../../shared/base/once';
import { failure, success, type Result } from '../../shared/base/result';
import type { Attributes, AttributeValue } from '../../shared/graph/attribute';
import { constantWeight, isOverridable } from '../../shared/graph/constants';
import type { Graph, NodeId, TensorId } from '../../shared/graph/graph';
import { intAttribute } from '../../shared/graph/nodeAttributes';
import { nodeInput, nodeInputs, nodeOutputs } from '../../shared/graph/traversal';
import { makeWeight, storedWeight } from '../makeWeight';
import type { PassInput } from '../pass';
import { defineNode, tensorName, type Rewriter } from '../rewrite/rewriter';
import { whyUnreadable } from '../whyUnreadable';
import { MICROSOFT } from './blockwise/storeBlocks';
import { chooseScales, quantizeRows } from './quantizedWeight';
import { readFiniteWeight } from './readLayerWeight';
import type { WeightRange } from './weightRange';

/** An LSTM whose weights W [directions, 4·hidden, input] and R [directions, 4·hidden, hidden] are constant. */
export interface LstmLayer {
  readonly node: NodeId;
  readonly weights: readonly [TensorId, TensorId];
  readonly hidden: number;
}

/** Inputs of LSTM up to the peepholes P, behind which DynamicQuantizeLSTM has scales and zero-points. */
const LSTM_INPUTS = 8;
/** What DynamicQuantizeLSTM has as well; `layout` it has not, and `output_sequence` went with opset 7. */
const KEPT_ATTRIBUTES = ['activation_alpha', 'activation_beta', 'activations', 'clip', 'direction', 'input_forget'];

/** The LSTM of a node, or why it cannot be one in integers. */
export function lstmLayer(graph: Graph, node: NodeId): Result<LstmLayer, string> {
  if (intAttribute(graph, node, 'layout', 0) !== 0) return failure('onnxruntime has no LSTM with the batch first (layout = 1)');
  const weights = [nodeInput(graph, node, 1), nodeInput(graph, node, 2)] as const;
  for (const [index, tensor] of weights.entries()) {
    const reason = whyNotStored(graph, tensor);
    if (reason !== undefined) return failure(`its weight ${index === 0 ? 'W' : 'R'} ${reason}`);
  }
  const [, , hidden = 0] = constantWeight(graph, weights[1])?.dims ?? [];
  return success({ node, weights, hidden });
}

function whyNotStored(graph: Graph, tensor: TensorId): string | undefined {
  const weight = constantWeight(graph, tensor);
  if (weight === undefined)
    return isOverridable(graph, tensor) ? 'is also an input of the model, so a caller may replace it' : 'is computed or an input';
  if (weight.dtype !== 'float32') return `is ${weight.dtype}, not float32`;
  if (weight.dims.length !== 3 || weight.dims.includes(0)) return `has the shape ${weight.dims.join('×')}`;
  const unreadable = whyUnreadable(weight);
  return unreadable === undefined ? undefined : `cannot be read: ${unreadable}`;
}

interface StoredWeight {
  readonly values: string;
  readonly scales: string;
  readonly zeroPoints: string;
}

/** LSTMs as com.microsoft.DynamicQuantizeLSTM: signed weights per gate and unit, what comes in and the hidden state quantized in every run. */
export class DynamicLstms {
  private readonly stored = new Map<TensorId, StoredWeight>();

  constructor(
    private readonly input: PassInput,
    private readonly rewriter: Rewriter,
    private readonly range: WeightRange,
  ) {}

  async quantize({ node, weights, hidden }: LstmLayer): Promise<void> {
    const { rewriter } = this;
    const { graph } = rewriter;
    const stored: StoredWeight[] = [];
    for (const tensor of weights) stored.push(await this.storeOnce(node, tensor));
    const [ofInput, ofState] = stored;
    if (ofInput === undefined || ofState === undefined) return;
    const own = Array.from({ length: LSTM_INPUTS }, (_, index) => tensorName(graph, nodeInputs(graph, node)[index] ?? -1));
    const inputs = [
      ...[own[0] ?? '', ofInput.values, ofState.values, ...own.slice(3)],
      ...[ofInput.scales, ofInput.zeroPoints, ofState.scales, ofState.zeroPoints],
    ];
    const outputs = Array.from(nodeOutputs(graph, node), tensor => tensorName(graph, tensor));
    const definition = defineNode(
      'DynamicQuantizeLSTM',
      graph.nodes.names[node] ?? '',
      inputs,
      outputs,
      [node],
      attributesOf(graph, node, hidden),
    );
    rewriter.edit({ kind: 'setOpset', domain: MICROSOFT, version: 1 });
    rewriter.remove(node);
    rewriter.insert(node, { ...definition, domain: MICROSOFT });
  }

  private async storeOnce(node: NodeId, tensor: TensorId): Promise<StoredWeight> {
    const known = this.stored.get(tensor) ?? (await this.store(node, tensor));
    this.stored.set(tensor, known);
    return known;
  }

  /** [directions, rows, depth] becomes int8 [directions, depth, rows], with scales [directions, rows]. */
  private async store(node: NodeId, tensor: TensorId): Promise<StoredWeight> {
    const { input, rewriter, range } = this;
    const { graph } = rewriter;
    const [directions = 0, rows = 0, depth = 0] = graph.tensors.weights[tensor]?.dims ?? [];
    const compute = once(async () => {
      const values = await readFiniteWeight(input, graph, node, tensor);
      const scales = chooseScales(values, directions * rows, range);
      return { scales, levels: depthFirst(quantizeRows(values, scales, range), rows, depth) };
    });
    const values = await makeWeight(input, 'int8', [directions, depth, rows], async () => (await compute()).levels);
    const scales = await makeWeight(input, 'float32', [directions, rows], async () => (await compute()).scales);
    const zeroPoints = storedWeight('int8', [directions, rows], new Int8Array(directions * rows));
    const name = tensorName(graph, tensor);
    return {
      values: rewriter.addWeight(`${name}_quantized`, values, [name]),
      scales: rewriter.addWeight(`${name}_scale`, scales, [name]),
      zeroPoints: rewriter.addWeight(`${name}_zero_point`, zeroPoints, [name]),
    };
  }
}

/** [directions, rows, depth] → [directions, depth, rows]. */
function depthFirst(levels: Int8Array, rows: number, depth: number): Int8Array {
  const size = rows * depth;
  const turned = new Int8Array(levels.length);
  for (let start = 0; start < levels.length; start += size)
    for (let row = 0; row < rows; row++) for (let k = 0; k < depth; k++) turned[start + k * rows + row] = levels[start + row * depth + k]!;
  return turned;
}

function attributesOf(graph: Graph, node: NodeId, hidden: number): Attributes {
  const own = graph.nodes.attributes(node);
  const kept = KEPT_ATTRIBUTES.flatMap((name): (readonly [string, AttributeValue])[] => {
    const value = own.get(name);
    return value === undefined ? [] : [[name, value]];
  });
  return new Map([...kept, ['hidden_size', { kind: 'int', value: hidden }]]);
}
