import type { Dtype } from '../../../shared/graph/dtype';
import { multiplyDims } from '../dims/dimArithmetic';
import type { SymbolicDim } from '../dims/dim';
import { tensorFact, unknownShape, type Elements, type Fact } from '../fact';
import type { InferOperator, OperatorContext } from '../operatorContext';
import { transposedSize, windowGeometry, windowPositions } from './windowGeometry';

/** Conv and every operator with its geometry; `weight` is the position of W = [Cout, Cin/group, k…]. */
export function convolution(node: OperatorContext, weight: number, dtype: Dtype | undefined): readonly Fact[] {
  const input = node.shape(0);
  const filter = node.shape(weight);
  const kernel: Elements | undefined = node.ints('kernel_shape') ?? filter?.slice(2);
  if (input === undefined)
    return [tensorFact(dtype, filter === undefined ? undefined : [undefined, filter[0], ...unknownShape(filter.length - 2)])];
  if (kernel === undefined) return [tensorFact(dtype, [input[0], undefined, ...unknownShape(input.length - 2)])];
  const geometry = windowGeometry(node, kernel);
  const spatial = input.slice(2).map((dim, axis) => windowPositions(dim, geometry, axis));
  return [tensorFact(dtype, [input[0], filter?.[0], ...spatial])];
}

export const inferConv: InferOperator = node => convolution(node, 1, node.dtype(0));

/** DeformConv has the geometry of Conv; the offsets do not matter for the shape. */
export const inferDeformConv: InferOperator = inferConv;

export const inferConvInteger: InferOperator = node => convolution(node, 1, 'int32');

/** QLinearConv: x, scale, zero point, w, …; the output's type is that of its zero point. */
export const inferQLinearConv: InferOperator = node => {
  if (node.int('channels_last', 0) !== 1) return convolution(node, 3, node.dtype(7) ?? node.dtype(0));
  return channelsLast(node, 3, node.dtype(7) ?? node.dtype(0));
};

/** com.microsoft forms with the channels behind the spatial axes: W stays [Cout, Cin/group, k…]. */
export function channelsLast(node: OperatorContext, weight: number, dtype: Dtype | undefined): readonly Fact[] {
  const input = node.shape(0);
  const filter = node.shape(weight);
  if (input === undefined || filter === undefined) return [tensorFact(dtype, undefined)];
  const geometry = windowGeometry(node, node.ints('kernel_shape') ?? filter.slice(2));
  const spatial = input.slice(1, -1).map((dim, axis) => windowPositions(dim, geometry, axis));
  return [tensorFact(dtype, [input[0], ...spatial, filter[0]])];
}

/** ConvTranspose: W = [Cin, Cout/group, k…]. An explicit `output_shape` wins over the padding. */
export const inferConvTranspose: InferOperator = node => {
  const input = node.shape(0);
  const filter = node.shape(1);
  const kernel: Elements | undefined = node.ints('kernel_shape') ?? filter?.slice(2);
  if (input === undefined || kernel === undefined)
    return [tensorFact(node.dtype(0), input === undefined ? undefined : unknownShape(input.length))];
  const geometry = windowGeometry(node, kernel);
  const wanted = node.ints('output_shape');
  const padding = node.ints('output_padding') ?? [];
  const spatial = input.slice(2).map((dim, axis): SymbolicDim => {
    // Some exporters give the whole output shape instead of the spatial part.
    const given = wanted?.at(axis - kernel.length);
    return given ?? transposedSize(dim, geometry, axis, padding[axis] ?? 0);
  });
  return [tensorFact(node.dtype(0), [input[0], multiplyDims(filter?.[1], node.int('group', 1)), ...spatial])];
};

/** Col2Im: [N, C·∏block, L] → [N, C, image…]. */
export const inferCol2Im: InferOperator = node => {
  const image = node.elements(1);
  const block = node.numbers(2);
  const rank = image?.length ?? node.dim(1, 0);
  if (typeof rank !== 'number') return [tensorFact(node.dtype(0), undefined)];
  const channels = node.dim(0, 1);
  const area = block?.reduce((product, size) => product * size, 1);
  const depth = typeof channels === 'number' && area !== undefined && area > 0 ? channels / area : undefined;
  return [tensorFact(node.dtype(0), [node.dim(0, 0), depth, ...(image ?? unknownShape(rank))])];
};
