import { NONE, type TensorId, type NodeId } from '../../../shared/graph/graph';
import { constantWeight } from '../../../shared/graph/constants';
import { nodeInputs, nodeOutputs } from '../../../shared/graph/traversal';
import { makeWeight } from '../../makeWeight';
import { defineNode } from '../../rewrite/rewriter';
import type { Stripped, Stripper } from './stripper';

/** Where DynamicQuantizeLSTM has a weight, its scale and its zero-point: of the input (W), and of the hidden state (R). */
const WEIGHTS = [
  [1, 8, 9],
  [2, 10, 11],
] as const;
/** Inputs that LSTM has as well. */
const LSTM_INPUTS = 8;

/** com.microsoft.DynamicQuantizeLSTM becomes LSTM with float32 weights [directions, rows, depth]. */
export async function storedLstm(stripper: Stripper, node: NodeId): Promise<Stripped> {
  const { graph, rewriter } = stripper;
  const read = [...nodeInputs(graph, node)];
  if (WEIGHTS.flat().some(index => constantWeight(graph, read[index] ?? NONE) === undefined))
    return { reason: 'its weights are not stored' };
  const inputs = read.slice(0, LSTM_INPUTS).map(tensor => (tensor === NONE ? '' : stripper.name(tensor)));
  for (const [weight, scale, zeroPoint] of WEIGHTS)
    inputs[weight] = await floatWeight(stripper, read[weight] ?? NONE, read[scale] ?? NONE, read[zeroPoint] ?? NONE);
  const outputs = Array.from(nodeOutputs(graph, node), tensor => (tensor === NONE ? '' : stripper.name(tensor)));
  rewriter.remove(node);
  rewriter.insert(node, defineNode('LSTM', graph.nodes.names[node] ?? '', inputs, outputs, [node], graph.nodes.attributes(node)));
  return { done: 'LSTM in float32' };
}

/** Codes [directions, depth, rows], scales and zero-points [directions] or [directions, rows]. */
async function floatWeight({ input, graph, rewriter }: Stripper, codes: TensorId, scales: TensorId, zeroPoints: TensorId): Promise<string> {
  const [directions = 0, depth = 0, rows = 0] = graph.tensors.weights[codes]?.dims ?? [];
  const reader = input.readerOf(graph);
  const compute = async (): Promise<Float32Array> => {
    const [values, steps, zeros] = await Promise.all([codes, scales, zeroPoints].map(async tensor => (await reader.read(tensor)).data));
    const each = steps?.length === directions ? depth * rows : depth;
    return Float32Array.from({ length: directions * rows * depth }, (_, index) => {
      const [direction, row, k] = [Math.floor(index / (rows * depth)), Math.floor(index / depth) % rows, index % depth];
      const place = Math.floor(index / each);
      return (Number(values?.[(direction * depth + k) * rows + row]) - Number(zeros?.[place])) * Number(steps?.[place]);
    });
  };
  const stored = graph.tensors.names[codes] ?? '';
  return rewriter.addWeight(`${stored}_float`, await makeWeight(input, 'float32', [directions, rows, depth], compute), [stored]);
}
