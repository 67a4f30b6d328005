import type { KernelClass } from '../../shared/report/machine';

/**
 * Work per second of a class of kernels over the roof, for machines that were not measured: what `layerwise machine` found with onnxruntime 1.30 and one
 * thread on a Xeon with AVX-512 and a float32 roof of 170 GFLOP/s. Elements and functions per second are stated over FLOP/s, so they scale with the roof.
 */
export const TYPICAL_EFFICIENCY: Readonly<Record<KernelClass, number>> = {
  matrix: 0.95,
  smallMatrix: 0.75,
  convolution: 0.95,
  pointwise: 0.8,
  depthwise: 0.27,
  firstConvolution: 0.9,
  recurrent: 0.22,
  pooling: 0.06,
  softmax: 0.016,
  normalization: 0.01,
  transcendental: 0.011,
  vector: 1,
  transpose: 0.5,
};
