import type { SymbolicDim } from '../dims/dim';
import { subtractDims } from '../dims/dimArithmetic';
import { tensorFact, type Fact } from '../fact';
import type { InferOperator, OperatorContext } from '../operatorContext';
import { transposedSize, windowGeometry, windowPositions, windowSpan, type WindowGeometry } from './windowGeometry';

/** AveragePool, MaxPool, LpPool and their quantized forms. MaxPool's second output holds int64 positions. */
export const inferPool: InferOperator = node => {
  const pooled = pool(node);
  return [pooled, { ...pooled, dtype: 'int64' }];
};

function pool(node: OperatorContext): Fact {
  const input = node.shape(0);
  const kernel = node.ints('kernel_shape');
  if (input === undefined || kernel === undefined) return tensorFact(node.dtype(0), undefined);
  const geometry = windowGeometry(node, kernel);
  const last = node.int('channels_last', 0) === 1 || node.op === 'NhwcMaxPool';
  const spatial = last ? input.slice(1, -1) : input.slice(2);
  for (const [axis, dim] of spatial.entries()) assumeFit(node, windowSpan(dim, geometry, axis));
  const positions = spatial.map((dim, axis) => poolPositions(dim, geometry, axis));
  return tensorFact(node.dtype(0), last ? [input[0], ...positions, input.at(-1)] : [input[0], input[1], ...positions]);
}

/** An expression holds as long as a window fits: smaller sizes are rounded the other way. */
function assumeFit(node: OperatorContext, span: SymbolicDim): void {
  if (span !== undefined && typeof span !== 'number') node.surroundings.assumeNotNegative(span);
}

/** With SAME the runtime pads for a window without dilation, so that a dilated one has fewer positions (`core/providers/cpu/nn/pool_attributes.h`). */
function poolPositions(dim: SymbolicDim, geometry: WindowGeometry, axis: number): SymbolicDim {
  const positions = windowPositions(dim, geometry, axis);
  const kernel = geometry.kernel[axis];
  if (!geometry.autoPad.startsWith('SAME') || typeof kernel !== 'number') return positions;
  const lost = ((kernel - 1) * ((geometry.dilations[axis] ?? 1) - 1)) / (geometry.strides[axis] ?? 1);
  return subtractDims(positions, geometry.ceilMode ? Math.floor(lost) : Math.ceil(lost));
}

/** Every spatial axis becomes 1. */
export const inferGlobalPool: InferOperator = node => {
  const input = node.shape(0);
  const last = node.int('channels_last', 0) === 1;
  const isKept = (axis: number, rank: number): boolean => axis === 0 || axis === (last ? rank - 1 : 1);
  return [
    tensorFact(
      node.dtype(0),
      input?.map((dim, axis) => (isKept(axis, input.length) ? dim : 1)),
    ),
  ];
};

/** MaxUnpool: the inverse geometry, or the shape given as third operand. */
export const inferMaxUnpool: InferOperator = node => {
  const input = node.shape(0);
  const kernel = node.ints('kernel_shape');
  if (input === undefined || kernel === undefined) return [tensorFact(node.dtype(0), undefined)];
  if (node.has(2)) return [tensorFact(node.dtype(0), node.elements(2) ?? input.map(() => undefined))];
  const geometry = windowGeometry(node, kernel);
  return [tensorFact(node.dtype(0), [input[0], input[1], ...input.slice(2).map((dim, axis) => transposedSize(dim, geometry, axis, 0))])];
};

/** MaxRoiPool: one pooled window per region. */
export const inferMaxRoiPool: InferOperator = node => {
  const pooled = node.ints('pooled_shape') ?? [undefined, undefined];
  return [tensorFact(node.dtype(0), [node.dim(1, 0), node.dim(0, 1), ...pooled])];
};

/** RoiAlign: regions × channels × output size. */
export const inferRoiAlign: InferOperator = node => [
  tensorFact(node.dtype(0), [node.dim(1, 0), node.dim(0, 1), node.int('output_height', 1), node.int('output_width', 1)]),
];
