import type { DenseData, DenseTensor } from '../shared/graph/denseTensor';
import { isFloatDtype } from '../shared/graph/dtype';
import type { Shape } from '../shared/graph/shape';
import { LayerwiseError } from '../shared/report/layerwiseError';
import { fromNumbers, toNumbers } from './convertElements';
import { findNotFinite, findOutOfRange } from './checkElements';
import type { ModelInput } from './dataset';
import { changesValues, checkChannels, normalize, type Preprocess } from './preprocess';
import { sampleSize, type SampleArray } from './sampleArray';

/** An array made to fit one input of a model. */
export interface FittedArray {
  readonly count: number;
  readonly fixedBatch: number | undefined;
  /** Shape of a read of one sample, or of one fixed batch. */
  readonly shape: readonly number[];
  read(start: number, count: number): Promise<DenseTensor>;
}

/**
 * Fits stored samples to an input: either the input's first axis is the batch, or (one axis less) the input has no batch axis and gets one sample at a time.
 * Throws `data-invalid` when shape or type cannot fit.
 */
export function fitArray(array: SampleArray, input: ModelInput, preprocess: Preprocess): FittedArray {
  const [stored = 0, ...sample] = array.dims;
  if (array.dims.length === 0)
    throw invalid(array, `is a single value, but input “${input.name}” takes one per sample. Save it as [samples]`);
  if (stored === 0) throw invalid(array, `holds no samples for input “${input.name}”`);
  const shape = input.shape;
  const unbatched = shape !== undefined && shape.length === sample.length;
  const wanted = shape === undefined || unbatched ? shape : shape.slice(1);
  const order = axisOrder(sample, wanted, preprocess);
  if (order === undefined) throw wrongShape(array, input);
  const arranged = order === 'as stored' ? sample : permuted(sample, order);
  const convert = converter(array, input, preprocess, order === 'as stored' ? undefined : { sample, order });
  const leading = unbatched ? undefined : shape?.[0];
  const fixedBatch = unbatched ? 1 : typeof leading === 'number' ? Math.max(1, leading) : undefined;
  return {
    count: stored,
    fixedBatch,
    shape: unbatched ? arranged : [fixedBatch ?? 1, ...arranged],
    read: async (start, count) => ({
      dtype: input.dtype,
      dims: unbatched ? arranged : [count, ...arranged],
      data: convert(await array.read(start, count), start),
    }),
  };
}

/** A first axis without a size is the batch, whatever the rank of the samples. */
function wrongShape(array: SampleArray, { name, shape = [] }: ModelInput): LayerwiseError {
  const [stored = 0, ...sample] = array.dims;
  const isBatched = typeof shape[0] !== 'number' || shape.length !== sample.length;
  const wanted = isBatched ? shape.slice(1) : shape;
  const found = `has the shape ${show(array.dims)}, that is ${String(stored)} samples of ${show(sample)}`;
  const advice = /\.csv$/i.test(array.source)
    ? 'Name the columns that make it with “columns” in a preprocess.json beside the file'
    : `Save it as ${show(['samples', ...wanted])}`;
  return invalid(array, `${found}, but input “${name}” takes samples of ${show(wanted)}. ${advice}`);
}

type AxisOrder = 'as stored' | 'HWC to CHW' | 'CHW to HWC';

function axisOrder(sample: readonly number[], wanted: Shape | undefined, { layout }: Preprocess): AxisOrder | undefined {
  if (wanted === undefined || fits(sample, wanted)) return 'as stored';
  if (layout === 'NCHW' && fits(permuted(sample, 'HWC to CHW'), wanted)) return 'HWC to CHW';
  return layout === 'NHWC' && fits(permuted(sample, 'CHW to HWC'), wanted) ? 'CHW to HWC' : undefined;
}

function fits(sample: readonly number[], wanted: Shape): boolean {
  return sample.length === wanted.length && wanted.every((dim, axis) => typeof dim !== 'number' || dim === sample[axis]);
}

function permuted([first = 1, second = 1, third = 1, ...rest]: readonly number[], order: AxisOrder): readonly number[] {
  if (order === 'HWC to CHW') return [third, first, second, ...rest];
  return order === 'CHW to HWC' ? [second, third, first, ...rest] : [first, second, third, ...rest];
}

type Convert = (data: DenseData, start: number) => DenseData;

function converter(
  array: SampleArray,
  input: ModelInput,
  preprocess: Preprocess,
  move: { readonly sample: readonly number[]; readonly order: AxisOrder } | undefined,
): Convert {
  const untouched = array.dtype === input.dtype && !changesValues(preprocess) && move === undefined;
  if (untouched) return checked(array, data => data);
  checkTypes(array, input, preprocess);
  if (preprocess.dtype !== undefined && preprocess.dtype !== input.dtype) {
    throw invalid(array, `has “dtype”: “${preprocess.dtype}” in its preprocess.json, but input “${input.name}” takes ${input.dtype}`);
  }
  const [channels, inner] = channelAxis(array, preprocess, move?.order);
  return checked(array, data => {
    const numbers = toNumbers(array.dtype, data);
    if (numbers === undefined) throw invalid(array, `holds text, but input “${input.name}” takes ${input.dtype}`);
    const values = changesValues(preprocess) ? normalize(numbers, preprocess, channels, inner) : numbers;
    const outside = findOutOfRange(input.dtype, values);
    if (outside >= 0)
      throw invalid(array, `has the value ${String(values[outside])}, which ${input.dtype} of input “${input.name}” cannot hold`);
    const converted = fromNumbers(input.dtype, move === undefined ? values : moveAxes(values, move.sample, move.order));
    if (converted === undefined) throw invalid(array, `cannot be turned into ${input.dtype} for input “${input.name}”`);
    return converted;
  });
}

/** 8-bit integers that feed float inputs are images, and whether they are divided by 255 decides about every result. */
function checkTypes(array: SampleArray, input: ModelInput, preprocess: Preprocess): void {
  const bytes = array.dtype === 'uint8' || array.dtype === 'int8';
  if (bytes && isFloatDtype(input.dtype) && !changesValues(preprocess)) {
    throw invalid(
      array,
      `is ${array.dtype}, but input “${input.name}” takes ${input.dtype}; say how in a preprocess.json beside it, for example {"scale": 0.00392156862745098}`,
    );
  }
  if (isFloatDtype(array.dtype) && !isFloatDtype(input.dtype) && !changesValues(preprocess)) {
    throw invalid(array, `is ${array.dtype}, but input “${input.name}” takes ${input.dtype}. Save it as ${input.dtype}`);
  }
}

/** Channels and elements behind the channel axis, in stored order; 1 and 1 when nothing depends on the channel. */
function channelAxis(array: SampleArray, preprocess: Preprocess, order: AxisOrder | undefined): readonly [number, number] {
  const perChannel = [preprocess.mean, preprocess.std].some(Array.isArray);
  if (!perChannel) return [1, 1];
  const last = order === 'HWC to CHW' || (order === undefined && preprocess.layout === 'NHWC') || array.dims.length === 2;
  const channels = (last ? array.dims.at(-1) : array.dims[1]) ?? 1;
  checkChannels(preprocess, channels, array.source);
  return [channels, last ? 1 : sampleSize(array) / Math.max(1, channels)];
}

function moveAxes(values: ArrayLike<number>, sample: readonly number[], order: AxisOrder): Float64Array {
  const size = sample.reduce((product, dim) => product * dim, 1);
  const channels = order === 'HWC to CHW' ? (sample[2] ?? 1) : (sample[0] ?? 1);
  const pixels = size / Math.max(1, channels);
  const moved = new Float64Array(values.length);
  for (let index = 0; index < values.length; index++) {
    const inSample = index % size;
    const [pixel, channel] =
      order === 'HWC to CHW' ? [Math.floor(inSample / channels), inSample % channels] : [inSample % pixels, Math.floor(inSample / pixels)];
    const target = order === 'HWC to CHW' ? channel * pixels + pixel : pixel * channels + channel;
    moved[index - inSample + target] = values[index]!;
  }
  return moved;
}

function checked(array: SampleArray, convert: (data: DenseData) => DenseData): Convert {
  const perSample = Math.max(1, sampleSize(array));
  return (data, start) => {
    const at = findNotFinite(array.dtype, data);
    if (at >= 0)
      throw invalid(
        array,
        `has a value that is not finite (NaN or infinite) in sample ${start + Math.floor(at / perSample)}. Leave that sample out`,
      );
    return convert(data);
  };
}

function show(shape: Shape): string {
  return `[${shape.map(dim => dim ?? '?').join(', ')}]`;
}

function invalid(array: SampleArray, what: string): LayerwiseError {
  return new LayerwiseError('data-invalid', `${array.source} ${what}.`, { file: array.source });
}
