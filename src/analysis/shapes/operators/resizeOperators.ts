import { normalizeAxes, toDim } from '../axes';
import { sameDim, type SymbolicDim } from '../dims/dim';
import { multiplyDims } from '../dims/dimArithmetic';
import { tensorFact, unknownShape, type Elements, type SymbolicShape } from '../fact';
import type { InferOperator, OperatorContext } from '../operatorContext';
import { evaluateUnary } from './elementValues';

/** Upsample (scales by attribute in opset 7, by operand in 9) and Resize-10: scales only. */
export const inferUpsample: InferOperator = node => {
  const scales = node.ints('scales') ?? node.elements(1);
  return [
    tensorFact(
      node.dtype(0),
      node.shape(0)?.map((dim, axis) => scaledDim(dim, scales?.[axis])),
    ),
  ];
};

/** Resize: since opset 11 region, scales and sizes are operands; since 18 only for the listed axes and with a policy for the aspect ratio. */
export const inferResize: InferOperator = node => {
  if (node.opset < 11) return inferUpsample(node);
  const shape = node.shape(0);
  if (shape === undefined) return [tensorFact(node.dtype(0), undefined)];
  const axes = normalizeAxes(node.ints('axes') ?? shape.map((_, axis) => axis), shape.length);
  if (axes === undefined) return [tensorFact(node.dtype(0), unknownShape(shape.length))];
  const resized = resizedDims(node, shape, axes);
  return [
    tensorFact(
      node.dtype(0),
      shape.map((dim, axis) => (axes.includes(axis) ? resized?.[axes.indexOf(axis)] : dim)),
    ),
  ];
};

/** New dims of the listed axes. An empty operand counts as omitted, as older exporters write it. A region chooses what is resized, not how large it becomes. */
function resizedDims(node: OperatorContext, shape: SymbolicShape, axes: readonly number[]): Elements | undefined {
  const hasSizes = node.has(3) && node.dim(3, 0) !== 0;
  if (hasSizes) return keepAspectRatio(node, node.elements(3), shape, axes);
  const scales = node.elements(2);
  return axes.map((axis, index) => scaledDim(shape[axis], scales?.[index]));
}

/** `not_larger` and `not_smaller` take one scale for all axes and round half up (ONNX Resize-18). */
function keepAspectRatio(
  node: OperatorContext,
  sizes: Elements | undefined,
  shape: SymbolicShape,
  axes: readonly number[],
): Elements | undefined {
  const policy = node.text('keep_aspect_ratio_policy', 'stretch');
  if (policy === 'stretch' || sizes === undefined) return sizes?.map(toDim);
  const scales = axes.map((axis, index) => divideNumbers(sizes[index], shape[axis]));
  const scale = policy === 'not_larger' ? Math.min(...scales) : Math.max(...scales);
  return axes.map(axis => {
    const dim = shape[axis];
    return typeof dim === 'number' && !Number.isNaN(scale) ? Math.floor(dim * scale + 0.5) : undefined;
  });
}

function divideNumbers(a: SymbolicDim, b: SymbolicDim): number {
  return typeof a === 'number' && typeof b === 'number' ? a / b : Number.NaN;
}

/** ⌊dim · scale⌋, in single precision as runtimes compute it: 30 × 1.3333334 is 40. */
function scaledDim(dim: SymbolicDim, scale: SymbolicDim): SymbolicDim {
  if (typeof dim === 'number' && typeof scale === 'number') return toDim(Math.floor(Math.fround(Math.fround(scale) * dim)));
  if (sameDim(scale, 1)) return dim;
  return evaluateUnary('Floor')?.(multiplyDims(dim, scale));
}

/** GridSample: spatial dims come from the grid. */
export const inferGridSample: InferOperator = node => {
  const grid = node.shape(1);
  const input = node.shape(0);
  if (grid === undefined)
    return [tensorFact(node.dtype(0), input === undefined ? undefined : [input[0], input[1], ...unknownShape(input.length - 2)])];
  return [tensorFact(node.dtype(0), [input?.[0] ?? grid[0], input?.[1], ...grid.slice(1, -1)])];
};

/** AffineGrid: theta [N, 2, 3] or [N, 3, 4] and a size (N, C, D, H, W) give [N, D, H, W, 3]. */
export const inferAffineGrid: InferOperator = node => {
  const size = node.elements(1);
  const rank = size?.length ?? node.dim(1, 0);
  if (typeof rank !== 'number') return [tensorFact(node.dtype(0), undefined)];
  const spatial = size?.slice(2) ?? unknownShape(rank - 2);
  return [tensorFact(node.dtype(0), [node.dim(0, 0) ?? size?.[0], ...spatial.map(toDim), rank - 2])];
};
