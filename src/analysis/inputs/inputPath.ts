import { constantWeight, onlyReader } from '../../shared/graph/constants';
import { NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { linearLayer, isLinearOp, type LinearLayer } from '../../shared/graph/linearLayer';
import { floatAttribute, intsAttribute } from '../../shared/graph/nodeAttributes';
import type { TensorReader } from '../../shared/graph/tensorReader';
import { nodeInput, nodeOutput } from '../../shared/graph/traversal';

/** Mean and variance that a batch normalization saw in training, per channel. */
export interface TrainedMoments {
  readonly mean: readonly number[];
  readonly variance: readonly number[];
}

/** What a model does with an input up to the first layer with weights: x · scale + shift, with one value for all channels or one each. */
export interface InputPath {
  readonly scale: readonly number[];
  readonly shift: readonly number[];
  /** Whether axis 1 of what the layer reads is the last axis of the input, as where a model takes NHWC and computes in NCHW. */
  readonly isTransposed: boolean;
  /** Of the input after scale and shift, where a batch normalization stands first. */
  readonly trainedInput: TrainedMoments | undefined;
  readonly layer: LinearLayer | undefined;
  /** Of the layer's output, where a batch normalization follows it. */
  readonly trainedOutput: TrainedMoments | undefined;
}

const TO_CHANNELS_FIRST = '0,3,1,2';
const UNCHANGED = new Set(['Identity', 'Cast', 'Dropout']);

/** Follows an input through nodes that only scale it, as far as each has one reader. */
export function inputPath(graph: Graph, reader: TensorReader, input: TensorId): InputPath {
  let path: InputPath = {
    ...{ scale: [1], shift: [0], isTransposed: false },
    ...{ trainedInput: undefined, layer: undefined, trainedOutput: undefined },
  };
  let tensor = input;
  for (;;) {
    const node = onlyReader(graph, tensor);
    if (node === NONE) return path;
    if (isLinearOp(graph, node) && nodeInput(graph, node, 0) === tensor) return withLayer(graph, reader, node, path);
    const next = step(graph, reader, node, tensor, path);
    if (next === undefined) return path;
    path = next;
    tensor = nodeOutput(graph, node, 0);
    if (path.trainedInput !== undefined) return path;
  }
}

function withLayer(graph: Graph, reader: TensorReader, node: NodeId, path: InputPath): InputPath {
  const found = linearLayer(graph, node);
  if (!found.ok) return path;
  const layer = found.value;
  const norm = onlyReader(graph, layer.output);
  const trainedOutput = norm === NONE ? undefined : trainedMoments(graph, reader, norm);
  return { ...path, layer, trainedOutput };
}

/** `undefined` for a node that does more than scale. */
function step(graph: Graph, reader: TensorReader, node: NodeId, tensor: TensorId, path: InputPath): InputPath | undefined {
  const op = graph.nodes.ops[node] ?? '';
  if (graph.nodes.domains[node] !== '') return undefined;
  if (UNCHANGED.has(op)) return path;
  if (op === 'Transpose') {
    const isToFirst = intsAttribute(graph, node, 'perm')?.join() === TO_CHANNELS_FIRST && !path.isTransposed;
    return isToFirst ? { ...path, isTransposed: true } : undefined;
  }
  if (op === 'BatchNormalization') {
    const trainedInput = trainedMoments(graph, reader, node);
    return trainedInput === undefined ? undefined : { ...path, trainedInput };
  }
  return scaled(graph, reader, node, tensor, path);
}

function scaled(graph: Graph, reader: TensorReader, node: NodeId, tensor: TensorId, path: InputPath): InputPath | undefined {
  const isFirst = nodeInput(graph, node, 0) === tensor;
  const values = constantValues(graph, reader, nodeInput(graph, node, isFirst ? 1 : 0));
  if (values === undefined) return undefined;
  const { scale, shift } = path;
  switch (graph.nodes.ops[node] ?? '') {
    case 'Mul':
      return { ...path, scale: combine(scale, values, (a, b) => a * b), shift: combine(shift, values, (a, b) => a * b) };
    case 'Div':
      return isFirst
        ? { ...path, scale: combine(scale, values, (a, b) => a / b), shift: combine(shift, values, (a, b) => a / b) }
        : undefined;
    case 'Add':
      return { ...path, shift: combine(shift, values, (a, b) => a + b) };
    case 'Sub':
      return isFirst ? { ...path, shift: combine(shift, values, (a, b) => a - b) } : undefined;
    default:
      return undefined;
  }
}

/** Lists of one value or one per channel. */
function combine(a: readonly number[], b: readonly number[], join: (a: number, b: number) => number): readonly number[] {
  const length = Math.max(a.length, b.length);
  return Array.from({ length }, (_, index) => join(a[index % a.length] ?? 0, b[index % b.length] ?? 0));
}

/** A constant scalar, or a vector along one axis. */
function constantValues(graph: Graph, reader: TensorReader, tensor: TensorId): readonly number[] | undefined {
  const weight = constantWeight(graph, tensor);
  if (weight === undefined || weight.dims.filter(dim => dim !== 1).length > 1) return undefined;
  return numbers(reader, tensor);
}

function numbers(reader: TensorReader, tensor: TensorId): readonly number[] | undefined {
  const values = reader.readSmall(tensor)?.data;
  return values === undefined ? undefined : Array.from<number | bigint | string, number>(values, Number);
}

function trainedMoments(graph: Graph, reader: TensorReader, node: NodeId): TrainedMoments | undefined {
  if (graph.nodes.ops[node] !== 'BatchNormalization' || graph.nodes.domains[node] !== '') return undefined;
  const [mean, variance] = [numbers(reader, nodeInput(graph, node, 3)), numbers(reader, nodeInput(graph, node, 4))];
  if (mean === undefined || variance === undefined) return undefined;
  const epsilon = floatAttribute(graph, node, 'epsilon', 1e-5);
  return { mean, variance: variance.map(value => value + epsilon) };
}
