import type { KernelClass } from '../../shared/report/machine';

/** What a station times: a class of kernels, or one of the roofs themselves. */
export type StationId = KernelClass | 'int8' | 'smallStream' | 'middleStream' | 'memory';

/** One operator of the probe's model. Operands are made inside the model, so that nothing large has to be stored or sent. */
export interface Station {
  readonly id: StationId;
  readonly op: string;
  /** Shapes of activations first, then of constant weights. */
  readonly activations: readonly (readonly number[])[];
  readonly weights?: readonly (readonly number[])[];
  readonly attributes?: Readonly<Record<string, number | readonly number[]>>;
  readonly outputRank: number;
  /** The output is flattened before its first element is taken: the runtime would move a Transpose behind that, to next to no work. */
  readonly flatten?: boolean;
  /** Activations as uint8, weights as int8. */
  readonly integer?: boolean;
  /** In the unit of its class; bytes for streams, FLOPs for int8. */
  readonly work: number;
}

const FLOAT_BYTES = 4;
const ELEMENTS = 256 * 1024;
export const SMALL_STREAM_BYTES = 2 * FLOAT_BYTES * ELEMENTS;
const MIDDLE_ELEMENTS = 2 ** 21;
export const MIDDLE_STREAM_BYTES = 2 * FLOAT_BYTES * MIDDLE_ELEMENTS;

/** Sizes as in common networks: large enough to be timed, small enough that all of them together take some 20 ms on a fast core. */
export const STATIONS: readonly Station[] = [
  { id: 'matrix', op: 'MatMul', activations: [[512, 512]], weights: [[512, 512]], outputRank: 2, work: 2 * 512 ** 3 },
  { id: 'int8', op: 'MatMulInteger', activations: [[512, 512]], weights: [[512, 512]], outputRank: 2, integer: true, work: 2 * 512 ** 3 },
  {
    id: 'smallMatrix',
    op: 'MatMul',
    activations: [
      [12, 128, 64],
      [12, 64, 128],
    ],
    outputRank: 3,
    work: 2 * 12 * 128 * 64 * 128,
  },
  { id: 'vector', op: 'MatMul', activations: [[1, 1024]], weights: [[1024, 4096]], outputRank: 2, work: FLOAT_BYTES * 1024 * 4096 },
  {
    id: 'convolution',
    op: 'Conv',
    activations: [[1, 128, 28, 28]],
    weights: [[128, 128, 3, 3]],
    attributes: { pads: [1, 1, 1, 1] },
    outputRank: 4,
    work: 2 * 128 * 28 * 28 * 128 * 9,
  },
  {
    id: 'pointwise',
    op: 'Conv',
    activations: [[1, 128, 28, 28]],
    weights: [[256, 128, 1, 1]],
    outputRank: 4,
    work: 2 * 256 * 28 * 28 * 128,
  },
  {
    id: 'depthwise',
    op: 'Conv',
    activations: [[1, 128, 56, 56]],
    weights: [[128, 1, 3, 3]],
    attributes: { pads: [1, 1, 1, 1], group: 128 },
    outputRank: 4,
    work: 2 * 128 * 56 * 56 * 9,
  },
  {
    id: 'firstConvolution',
    op: 'Conv',
    activations: [[1, 3, 224, 224]],
    weights: [[64, 3, 7, 7]],
    attributes: { pads: [3, 3, 3, 3], strides: [2, 2] },
    outputRank: 4,
    work: 2 * 64 * 112 * 112 * 3 * 49,
  },
  {
    id: 'recurrent',
    op: 'LSTM',
    activations: [[32, 1, 128]],
    weights: [
      [1, 512, 128],
      [1, 512, 128],
    ],
    attributes: { hidden_size: 128 },
    outputRank: 4,
    work: 2 * 32 * 512 * 256,
  },
  {
    id: 'pooling',
    op: 'MaxPool',
    activations: [[1, 64, 112, 112]],
    attributes: { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] },
    outputRank: 4,
    work: 64 * 56 * 56 * 9,
  },
  { id: 'softmax', op: 'Softmax', activations: [[12, 128, 128]], attributes: { axis: -1 }, outputRank: 3, work: 12 * 128 * 128 },
  {
    id: 'normalization',
    op: 'LayerNormalization',
    activations: [[128, 768]],
    weights: [[768], [768]],
    attributes: { axis: -1 },
    outputRank: 2,
    work: 128 * 768,
  },
  { id: 'transcendental', op: 'Erf', activations: [[ELEMENTS]], outputRank: 1, work: ELEMENTS },
  {
    id: 'transpose',
    op: 'Transpose',
    activations: [[1, 256, 12, 64]],
    attributes: { perm: [0, 2, 1, 3] },
    outputRank: 1,
    flatten: true,
    work: 2 * FLOAT_BYTES * 256 * 12 * 64,
  },
  { id: 'smallStream', op: 'Abs', activations: [[ELEMENTS]], outputRank: 1, work: SMALL_STREAM_BYTES },
  { id: 'middleStream', op: 'Abs', activations: [[MIDDLE_ELEMENTS]], outputRank: 1, work: MIDDLE_STREAM_BYTES },
];

/** A stream over this many bytes, half read and half written. */
export function memoryStation(bytes: number): Station {
  return { id: 'memory', op: 'Abs', activations: [[bytes / (2 * FLOAT_BYTES)]], outputRank: 1, work: bytes };
}
