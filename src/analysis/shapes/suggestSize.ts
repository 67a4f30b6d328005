import { declaredDtype, declaredShape, type Graph, type TensorId } from '../../shared/graph/graph';
import { mainGraph } from '../../shared/graph/traversal';

/** Usual sizes when a model says nothing else: ImageNet crops, detector inputs, tokens of a short text. */
const CLASSIFIER_SIDE = 224;
const DENSE_SIDE = 640;
const SEQUENCE_LENGTH = 128;
/** Width of a text line beside a fixed height, as recognizers are fed: 320 for 48. */
const LINE_RATIO = 20 / 3;

/**
 * A size to propose for a symbol of an input, `undefined` when its role cannot be told: 1 for a leading batch; the usual side for the spatial axes of an
 * image (larger when an output is itself an image); the usual length for tokens. A proposal for people, never used without saying so.
 */
export function suggestSize(graph: Graph, input: TensorId, shape: readonly (number | string)[], axis: number): number | undefined {
  const name = shape[axis];
  if (axis === 0 || (typeof name === 'string' && /^(batch|bs|n)(_?size)?$/i.test(name))) return isLengthName(name) ? SEQUENCE_LENGTH : 1;
  if (isLengthName(name)) return /past/i.test(String(name)) ? 0 : SEQUENCE_LENGTH;
  const dtype = declaredDtype(graph, input);
  if (dtype === 'int64' || dtype === 'int32' || shape.length < 4) return shape.length <= 3 && axis === 1 ? SEQUENCE_LENGTH : undefined;
  return axis >= 2 && shape.length === 4 ? imageSide(graph, shape) : undefined;
}

function isLengthName(name: number | string | undefined): boolean {
  return typeof name === 'string' && /seq|len|time|token/i.test(name);
}

function imageSide(graph: Graph, shape: readonly (number | string)[]): number {
  const height = shape[2];
  const width = shape[3];
  const fixed = typeof height === 'number' ? height : typeof width === 'number' ? width : undefined;
  if (fixed !== undefined) return fixed < 100 ? Math.round((fixed * LINE_RATIO) / 32) * 32 : fixed;
  const isDense = mainGraph(graph).outputs.some(output => (declaredShape(graph, output)?.length ?? 0) >= 4);
  return isDense ? DENSE_SIDE : CLASSIFIER_SIDE;
}
