import { transformedAxis, windowLength } from '../shapes/operators/signalOperators';
import { productOf, toNumber, type CostFunction } from './costContext';
import { elementwise, type NodeCost } from './nodeCost';

/** `operations` per output element, of which `transcendentals` are transcendental. */
export function perOutput(operations: number, transcendentals = 0): CostFunction {
  return node => elementwise(operations * node.outputVolume(), transcendentals * node.outputVolume());
}

/** Per element of the first operand: reductions and global pooling. */
export function perInput(operations: number, transcendentals = 0): CostFunction {
  return node => elementwise(operations * node.volume(0), transcendentals * node.volume(0));
}

/** Sum, Min, Max, Mean of n operands: n − 1 operations per output element. */
export const variadicCost: CostFunction = node => elementwise(Math.max(0, node.operator.inputs.length - 1) * node.outputVolume());

/** Pooling: one operation per window element; averages divide once. Dims of the window from `kernel_shape`. */
export function poolingCost(divides: boolean): CostFunction {
  return node => {
    const volume = node.outputVolume();
    const window = productOf(node.operator.ints('kernel_shape'));
    return elementwise(volume * (window + (divides ? 1 : 0)), divides ? volume : 0);
  };
}

/** LRN: a window of `size` squares per element, then power and division. */
export const localResponseCost: CostFunction = node =>
  elementwise(node.outputVolume() * (2 * node.int('size') + 3), 2 * node.outputVolume());

/** Resize: nothing for nearest; linear mixes 2 neighbours per resized axis, cubic 4. */
export const resizeCost: CostFunction = node => {
  const mode = node.operator.text('mode', 'nearest');
  if (mode === 'nearest') return elementwise(0);
  const output = node.outputDims();
  const axes = node.dims(0)?.filter((dim, axis) => dim !== output?.[axis]).length ?? Number.NaN;
  return elementwise(2 * node.outputVolume() * (mode === 'cubic' ? 4 : 2) ** axes);
};

/** GridSample: 4 neighbours of an image, 8 of a volume (16 and 64 for cubic), one product each. */
export const gridSampleCost: CostFunction = node => {
  const axes = (node.rank(0) ?? Number.NaN) - 2;
  const mode = node.operator.text('mode', 'linear');
  const taps = mode === 'nearest' ? 0 : (/cubic/.test(mode) ? 4 : 2) ** axes;
  return elementwise(2 * taps * node.outputVolume());
};

/** RoiAlign: 4 neighbours per sample; `sampling_ratio` 0 adapts to the region and is counted as 2. */
export const roiAlignCost: CostFunction = node => {
  const ratio = node.int('sampling_ratio', 0) || 2;
  return elementwise(8 * ratio * ratio * node.outputVolume());
};

/** TopK: a heap of k per slice. */
export const topKCost: CostFunction = node =>
  elementwise(Math.round(node.volume(0) * Math.log2(node.outputVolume() / (node.volume(0) / node.dim(0, node.int('axis', -1))) + 1)));

/** DFT: a transform per vector along its axis. */
export const dftCost: CostFunction = node => {
  const axis = toNumber(transformedAxis(node.operator));
  const length = node.dim(0, axis);
  const vectors = node.volume(0) / length / node.dim(0, -1);
  return transformCost(vectors, node.has(1) ? toNumber(node.operator.scalar(1)) : length);
};

/** STFT: a transform per frame. */
export const stftCost: CostFunction = node =>
  transformCost(productOf(node.outputDims()?.slice(0, 2)), toNumber(windowLength(node.operator)));

/** Fast transforms of length L: 5·(L/2)·log2 L each. */
function transformCost(transforms: number, length: number): NodeCost {
  return elementwise(Math.round(transforms * 2.5 * length * Math.log2(length)));
}
