import { describe, expect, it } from 'vitest';
import { inferNode, type Operand } from '../inferFixture';
import type { FixtureAttribute } from '../../../fixtures/buildModel';

interface Case {
  readonly op: string;
  readonly operands: readonly Operand[];
  readonly attributes?: Readonly<Record<string, FixtureAttribute>>;
  readonly opset?: number;
  readonly domain?: string;
  readonly expected: readonly string[];
}

function check(title: string, cases: readonly Case[]): void {
  describe(title, () => {
    it.each(cases.map(item => [`${item.op}: ${item.expected.join(' | ')}`, item] as const))(
      '%s',
      (_, { op, operands, attributes, opset, domain, expected }) => {
        const options = {
          outputs: expected.length,
          ...(opset === undefined ? {} : { opset }),
          ...(domain === undefined ? {} : { domain }),
        };
        expect(inferNode(op, operands, attributes, options)).toEqual(expected);
      },
    );
  });
}

const int64 = (...shape: readonly (number | string)[]): Operand => ({ dtype: 'int64', shape });

check('element-wise operators', [
  { op: 'Relu', operands: [['N', 8]], expected: ['float32 [N, 8]'] },
  {
    op: 'Add',
    operands: [
      ['N', 1, 4],
      [3, 1],
    ],
    expected: ['float32 [N, 3, 4]'],
  },
  {
    op: 'Add',
    operands: [
      ['N', 4],
      ['M', 4],
    ],
    expected: ['float32 [max(M, N), 4]'],
  },
  { op: 'Equal', operands: [[2, 3], [3]], expected: ['bool [2, 3]'] },
  { op: 'Where', operands: [{ dtype: 'bool', shape: [4, 1] }, [5], []], expected: ['float32 [4, 5]'] },
  { op: 'Cast', operands: [['N']], attributes: { to: 7 }, expected: ['int64 [N]'] },
  {
    op: 'PRelu',
    operands: [
      [2, 3, 4],
      [3, 1],
    ],
    expected: ['float32 [2, 3, 4]'],
  },
  { op: 'Dropout', operands: [[2, 3]], expected: ['float32 [2, 3]', 'bool [2, 3]'] },
  { op: 'IsNaN', operands: [[7]], expected: ['bool [7]'] },
]);

check('layout', [
  { op: 'Reshape', operands: [['N', 3, 4], { ints: [0, -1] }], expected: ['float32 [N, 12]'] },
  { op: 'Reshape', operands: [['N', 12, 64], { ints: [-1, 64] }], expected: ['float32 [N*12, 64]'] },
  { op: 'Reshape', operands: [[0, 4], { ints: [4, 0] }], attributes: { allowzero: 1 }, expected: ['float32 [4, 0]'] },
  { op: 'Reshape', operands: [['N', 6], int64(1)], expected: ['float32 [N*6]'] },
  { op: 'Reshape', operands: [['N', 6], int64(3)], expected: ['float32 [?, ?, ?]'] },
  { op: 'Flatten', operands: [['N', 3, 4]], attributes: { axis: 1 }, expected: ['float32 [N, 12]'] },
  { op: 'Flatten', operands: [[2, 3, 4]], attributes: { axis: -1 }, expected: ['float32 [6, 4]'] },
  { op: 'Squeeze', operands: [[1, 3, 1, 5]], expected: ['float32 [3, 5]'] },
  { op: 'Squeeze', operands: [[1, 3, 1, 5], { ints: [-2] }], expected: ['float32 [1, 3, 5]'] },
  { op: 'Squeeze', operands: [[1, 3, 5], int64(1)], expected: ['float32 [3, 5]'] },
  { op: 'Unsqueeze', operands: [[3, 5]], attributes: { axes: [0, -1] }, opset: 11, expected: ['float32 [1, 3, 5, 1]'] },
  { op: 'Transpose', operands: [['N', 2, 3]], expected: ['float32 [3, 2, N]'] },
  { op: 'Transpose', operands: [['N', 2, 3]], attributes: { perm: [0, 2, 1] }, expected: ['float32 [N, 3, 2]'] },
  {
    op: 'Concat',
    operands: [
      ['N', 2],
      ['N', 3],
    ],
    attributes: { axis: -1 },
    expected: ['float32 [N, 5]'],
  },
  {
    op: 'Concat',
    operands: [
      ['past', 2],
      ['seq', 2],
    ],
    attributes: { axis: 0 },
    expected: ['float32 [past+seq, 2]'],
  },
  {
    op: 'Split',
    operands: [[7, 2]],
    opset: 18,
    attributes: { num_outputs: 3 },
    expected: ['float32 [3, 2]', 'float32 [3, 2]', 'float32 [1, 2]'],
  },
  { op: 'Split', operands: [[2, 9], { ints: [4, 5] }], attributes: { axis: 1 }, expected: ['float32 [2, 4]', 'float32 [2, 5]'] },
  { op: 'DepthToSpace', operands: [['N', 12, 4, 'W']], attributes: { blocksize: 2 }, expected: ['float32 [N, 3, 8, W*2]'] },
  { op: 'SpaceToDepth', operands: [['N', 3, 8, 'W']], attributes: { blocksize: 2 }, expected: ['float32 [N, 12, 4, W/2]'] },
]);

check('slices, pads and tiles', [
  { op: 'Slice', operands: [['S', 8], { ints: [0] }, { ints: [2 ** 53] }], expected: ['float32 [S, 8]'] },
  { op: 'Slice', operands: [['S', 8], { ints: [0] }, { ints: [-1] }], expected: ['float32 [S-1, 8]'] },
  { op: 'Slice', operands: [['S', 8], { ints: [1] }, { ints: [100] }, { ints: [1] }, { ints: [2] }], expected: ['float32 [S, 4]'] },
  { op: 'Slice', operands: [[10], { ints: [-1] }, { ints: [-100] }, { ints: [0] }, { ints: [-3] }], expected: ['float32 [4]'] },
  {
    op: 'Slice',
    operands: [['S', 4]],
    opset: 9,
    attributes: { axes: [0], starts: [0], ends: [512] },
    expected: ['float32 [min(512, S), 4]'],
  },
  { op: 'Pad', operands: [['N', 3, 5]], opset: 2, attributes: { pads: [0, 0, 1, 0, 0, 2] }, expected: ['float32 [N, 3, 8]'] },
  { op: 'Pad', operands: [[4, 5], { ints: [1, 2] }, null, { ints: [-1] }], opset: 18, expected: ['float32 [4, 8]'] },
  { op: 'Tile', operands: [['N', 3], { ints: [2, 4] }], expected: ['float32 [N*2, 12]'] },
  {
    op: 'CenterCropPad',
    operands: [[20, 10, 3], { ints: [10, 9] }],
    opset: 18,
    attributes: { axes: [0, 1] },
    expected: ['float32 [10, 9, 3]'],
  },
]);

check('gathers and generators', [
  { op: 'Gather', operands: [[100, 8], int64('N', 'S')], expected: ['float32 [N, S, 8]'] },
  { op: 'Gather', operands: [['N', 8], { scalar: 0 }], attributes: { axis: 1 }, expected: ['float32 [N]'] },
  { op: 'GatherND', operands: [[4, 5, 6], int64('K', 2)], expected: ['float32 [K, 6]'] },
  { op: 'OneHot', operands: [int64('N'), { scalar: 10 }, [2]], expected: ['float32 [N, 10]'] },
  { op: 'ConstantOfShape', operands: [{ ints: [2, 3] }], expected: ['float32 [2, 3]'] },
  { op: 'Expand', operands: [['N', 1], { ints: [1, 5] }], expected: ['float32 [N, 5]'] },
  { op: 'Shape', operands: [['N', 3, 4]], opset: 15, attributes: { start: 1 }, expected: ['int64 [2]'] },
  { op: 'Range', operands: [{ scalar: 2 }, { scalar: 11 }, { scalar: 4 }], expected: ['int64 [3]'] },
  { op: 'NonZero', operands: [['N', 4]], expected: ['int64 [2, NonZero_0.count]'] },
  { op: 'TopK', operands: [['N', 40], { ints: [5] }], expected: ['float32 [N, 5]', 'int64 [N, 5]'] },
]);

check('convolution and pooling', [
  {
    op: 'Conv',
    operands: [
      ['N', 3, 'H', 'W'],
      [16, 3, 3, 3],
    ],
    attributes: { strides: [2, 2], pads: [1, 1, 1, 1] },
    expected: ['float32 [N, 16, (H+1)/2, (W+1)/2]'],
  },
  {
    op: 'Conv',
    operands: [
      [1, 3, 32, 33],
      [8, 3, 3, 3],
    ],
    attributes: { auto_pad: 'SAME_UPPER', strides: [2, 2] },
    expected: ['float32 [1, 8, 16, 17]'],
  },
  {
    op: 'Conv',
    operands: [
      [1, 4, 20],
      [6, 2, 5],
    ],
    attributes: { group: 2, dilations: [2] },
    expected: ['float32 [1, 6, 12]'],
  },
  {
    op: 'ConvTranspose',
    operands: [
      [1, 8, 5, 5],
      [8, 2, 4, 4],
    ],
    attributes: { group: 2, strides: [2, 2], pads: [1, 1, 1, 1] },
    expected: ['float32 [1, 4, 10, 10]'],
  },
  {
    op: 'MaxPool',
    operands: [[1, 3, 7, 7]],
    attributes: { kernel_shape: [2, 2], strides: [2, 2], ceil_mode: 1 },
    expected: ['float32 [1, 3, 4, 4]', 'int64 [1, 3, 4, 4]'],
  },
  // onnxruntime rounds towards zero where no window fits.
  { op: 'AveragePool', operands: [[1, 1, 2]], attributes: { kernel_shape: [3], strides: [2] }, expected: ['float32 [1, 1, 1]'] },
  { op: 'AveragePool', operands: [[1, 1, 1]], attributes: { kernel_shape: [3], strides: [2] }, expected: ['float32 [1, 1, 0]'] },
  {
    op: 'AveragePool',
    operands: [[1, 1, 2, 2]],
    opset: 22,
    attributes: { kernel_shape: [3, 3], strides: [3, 3], pads: [1, 1, 1, 1], ceil_mode: 1 },
    expected: ['float32 [1, 1, 1, 1]'],
  },
  { op: 'GlobalAveragePool', operands: [['N', 64, 7, 7]], expected: ['float32 [N, 64, 1, 1]'] },
  {
    op: 'RoiAlign',
    operands: [[1, 256, 50, 50], ['R', 4], int64('R')],
    attributes: { output_height: 7, output_width: 7 },
    expected: ['float32 [R, 256, 7, 7]'],
  },
  { op: 'Resize', operands: [['N', 8, 'H', 30], null, { floats: [1, 1, 2, 1.3333334] }], expected: ['float32 [N, 8, H*2, 40]'] },
  { op: 'Resize', operands: [['N', 8, 'H', 30], null, { floats: [1, 1, 0.5, 0.5] }], expected: ['float32 [N, 8, H/2, 15]'] },
  {
    op: 'Resize',
    operands: [[1, 1, 2, 4], null, null, { ints: [7, 8] }],
    opset: 18,
    attributes: { axes: [2, 3], keep_aspect_ratio_policy: 'not_larger' },
    expected: ['float32 [1, 1, 4, 8]'],
  },
]);

check('contractions', [
  {
    op: 'MatMul',
    operands: [
      ['N', 12, 'S', 64],
      ['N', 12, 64, 'S'],
    ],
    expected: ['float32 [N, 12, S, S]'],
  },
  { op: 'MatMul', operands: [[64], [64, 10]], expected: ['float32 [10]'] },
  { op: 'Gemm', operands: [['N', 64], [10, 64], [10]], attributes: { transB: 1 }, expected: ['float32 [N, 10]'] },
  {
    op: 'Einsum',
    operands: [
      ['B', 'S', 8, 16],
      ['B', 'T', 8, 16],
    ],
    attributes: { equation: 'bshd,bthd->bhst' },
    expected: ['float32 [B, 8, S, T]'],
  },
  {
    op: 'Einsum',
    operands: [
      ['B', 2, 3],
      ['B', 3, 4],
    ],
    attributes: { equation: '...ij,...jk' },
    expected: ['float32 [B, 2, 4]'],
  },
  {
    op: 'LSTM',
    operands: [
      ['S', 'N', 32],
      [2, 256, 32],
      [2, 256, 64],
    ],
    attributes: { hidden_size: 64, direction: 'bidirectional' },
    expected: ['float32 [S, 2, N, 64]', 'float32 [2, N, 64]', 'float32 [2, N, 64]'],
  },
  {
    op: 'Attention',
    operands: [
      ['B', 'S', 64],
      ['B', 'S', 32],
      ['B', 'S', 32],
    ],
    opset: 23,
    attributes: { q_num_heads: 8, kv_num_heads: 4 },
    expected: ['float32 [B, S, 64]', 'float32 [B, 4, S, 8]'],
  },
]);

check('reductions and normalization', [
  { op: 'ReduceMean', operands: [['N', 8, 7, 7]], attributes: { axes: [2, 3] }, expected: ['float32 [N, 8, 1, 1]'] },
  { op: 'ReduceSum', operands: [['N', 8], { ints: [-1] }], attributes: { keepdims: 0 }, expected: ['float32 [N]'] },
  { op: 'ReduceSum', operands: [['N', 8], int64(0)], expected: ['float32 [1, 1]'] },
  { op: 'ReduceSum', operands: [['N', 8], int64(1)], attributes: { keepdims: 0 }, expected: ['float32 [?]'] },
  { op: 'ReduceMax', operands: [[3, 4]], attributes: { keepdims: 0 }, expected: ['float32 []'] },
  { op: 'ArgMax', operands: [['N', 10]], attributes: { axis: 1, keepdims: 0 }, expected: ['int64 [N]'] },
  { op: 'LayerNormalization', operands: [['N', 'S', 64], [64]], expected: ['float32 [N, S, 64]', 'float32 [N, S, 1]'] },
  { op: 'BatchNormalization', operands: [['N', 8, 4, 4], [8], [8], [8], [8]], expected: ['float32 [N, 8, 4, 4]'] },
]);

check('quantized and runtime operators', [
  { op: 'QuantizeLinear', operands: [['N', 4], [], { dtype: 'int8', shape: [] }], expected: ['int8 [N, 4]'] },
  { op: 'DynamicQuantizeLinear', operands: [['N', 4]], expected: ['uint8 [N, 4]', 'float32 []', 'uint8 []'] },
  {
    op: 'QLinearConv',
    operands: [
      { dtype: 'uint8', shape: [1, 3, 8, 8] },
      [],
      { dtype: 'uint8', shape: [] },
      { dtype: 'int8', shape: [4, 3, 3, 3] },
      [],
      { dtype: 'int8', shape: [] },
      [],
      { dtype: 'uint8', shape: [] },
    ],
    expected: ['uint8 [1, 4, 6, 6]'],
  },
  {
    op: 'MatMulNBits',
    domain: 'com.microsoft',
    operands: [['N', 'S', 64], { dtype: 'uint8', shape: [128, 2, 16] }, [256]],
    attributes: { K: 64, N: 128, bits: 4, block_size: 32 },
    expected: ['float32 [N, S, 128]'],
  },
  {
    op: 'SkipLayerNormalization',
    domain: 'com.microsoft',
    operands: [['N', 'S', 64], ['N', 'S', 64], [64]],
    expected: ['float32 [N, S, 64]'],
  },
  {
    op: 'FusedMatMul',
    domain: 'com.microsoft',
    operands: [
      ['N', 4, 8],
      ['N', 5, 8],
    ],
    attributes: { transB: 1 },
    expected: ['float32 [N, 4, 5]'],
  },
  {
    op: 'MultiHeadAttention',
    domain: 'com.microsoft',
    operands: [
      ['N', 'S', 64],
      ['N', 'T', 64],
      ['N', 'T', 64],
    ],
    attributes: { num_heads: 8 },
    expected: ['float32 [N, S, 64]'],
  },
  { op: 'ReorderInput', domain: 'com.microsoft.nchwc', operands: [['N', 32, 8, 'W']], expected: ['float32 [N, 32, 8, W]'] },
  {
    op: 'ReorderOutput',
    domain: 'com.microsoft.nchwc',
    operands: [['N', 32, 8, 8]],
    attributes: { channels: 30 },
    expected: ['float32 [N, 30, 8, 8]'],
  },
]);

check('sequences, signals and learned models', [
  { op: 'SplitToSequence', operands: [['N', 6]], attributes: { axis: 1, keepdims: 0 }, opset: 11, expected: ['seq(float32 [N])'] },
  { op: 'STFT', operands: [['B', 128, 1], { scalar: 8 }, null, { scalar: 16 }], expected: ['float32 [B, 15, 9, 2]'] },
  { op: 'DFT', operands: [['B', 10, 1]], attributes: { axis: 1, onesided: 1 }, expected: ['float32 [B, 6, 2]'] },
  { op: 'TreeEnsembleRegressor', domain: 'ai.onnx.ml', operands: [['N', 30]], attributes: { n_targets: 2 }, expected: ['float32 [N, 2]'] },
  {
    op: 'LinearClassifier',
    domain: 'ai.onnx.ml',
    operands: [['N', 30]],
    attributes: { classlabels_ints: [0, 1, 2] },
    expected: ['int64 [N]', 'float32 [N, 3]'],
  },
  { op: 'Foo', domain: 'com.acme', operands: [['N', 30]], expected: ['? ?'] },
]);

const MS = 'com.microsoft';
const int8 = (...shape: readonly (number | string)[]): Operand => ({ dtype: 'int8', shape });

check('operators of the runtime', [
  {
    op: 'DynamicQuantizeLSTM',
    domain: MS,
    operands: [['T', 'N', 16], int8(2, 16, 32), int8(2, 8, 32)],
    attributes: { hidden_size: 8, direction: 'bidirectional' },
    expected: ['float32 [T, 2, N, 8]', 'float32 [2, N, 8]', 'float32 [2, N, 8]'],
  },
  {
    op: 'NhwcFusedConv',
    domain: MS,
    operands: [
      ['N', 9, 9, 4],
      [6, 4, 3, 3],
    ],
    expected: ['float32 [N, 7, 7, 6]'],
  },
  {
    op: 'QLinearConcat',
    domain: MS,
    operands: [[], int8(), int8('N', 3), [], int8(), int8('N', 5), [], int8()],
    attributes: { axis: 1 },
    expected: ['int8 [N, 8]'],
  },
  { op: 'BiasAdd', domain: MS, operands: [['N', 4, 8], [8], ['N', 4, 8]], expected: ['float32 [N, 4, 8]'] },
  { op: 'Rfft', domain: MS, operands: [['N', 16]], expected: ['float32 [N, 9, 2]'] },
  { op: 'Irfft', domain: MS, operands: [['N', 9, 2]], expected: ['float32 [N, 16]'] },
  {
    op: 'GemmFastGelu',
    domain: MS,
    operands: [
      ['N', 5, 8],
      [8, 12],
    ],
    expected: ['float32 [N, 5, 12]'],
  },
  {
    op: 'CDist',
    domain: MS,
    operands: [
      ['M', 3],
      ['K', 3],
    ],
    expected: ['float32 [M, K]'],
  },
  {
    op: 'MatMulNBitsQkv',
    domain: MS,
    operands: [['N', 'S', 64]],
    attributes: { Nq: 64, Nkv: 16, K: 64 },
    expected: ['float32 [N, S, 64]', 'float32 [N, S, 16]', 'float32 [N, S, 16]'],
  },
  {
    op: 'RemovePadding',
    domain: MS,
    operands: [['B', 'S', 8], { dtype: 'int32', shape: ['B'] }],
    expected: ['float32 [RemovePadding_0.tokens, 8]', 'int32 [B, S]', 'int32 [B+1]', 'int32 [1]'],
  },
  { op: 'UnfoldTensor', domain: MS, operands: [['N', 10]], attributes: { size: 4, step: 2 }, expected: ['float32 [N, 4, 4]'] },
  { op: 'SwiGLU', domain: MS, operands: [['N', 16]], expected: ['float32 [N, 8]'] },
  { op: 'SkipGroupNorm', domain: MS, operands: [['N', 4, 4, 8]], expected: ['float32 [N, 4, 4, 8]', 'float32 [N, 4, 4, 8]'] },
  { op: 'GreedySearch', domain: MS, operands: [{ dtype: 'int32', shape: ['B', 'S'] }, { ints: [20] }], expected: ['int32 [B, 20]'] },
  { op: 'SimplifiedLayerNormalization', operands: [['N', 4], [4]], expected: ['float32 [N, 4]'] },
]);

check('machine learning', [
  {
    op: 'ArrayFeatureExtractor',
    domain: 'ai.onnx.ml',
    operands: [[60], int64('N', 5)],
    expected: ['float32 [1, N*5]'],
  },
]);

/** Each of these was found by comparing random single operators with runs of onnxruntime. */
check('attributes that are seldom met', [
  { op: 'Slice', operands: [[5], { ints: [-3] }, { ints: [2 ** 31 - 1] }, { ints: [0] }, { ints: [-1] }], expected: ['float32 [3]'] },
  { op: 'Slice', operands: [['L'], { ints: [-1] }, { ints: [-(2 ** 63)] }, { ints: [0] }, { ints: [-1] }], expected: ['float32 [L]'] },
  { op: 'Slice', operands: [[0], { ints: [-1] }, { ints: [-100] }, { ints: [0] }, { ints: [-1] }], expected: ['float32 [0]'] },
  {
    op: 'ConvTranspose',
    operands: [
      ['N', 2, 'H', 6],
      [2, 3, 2, 5],
    ],
    attributes: { strides: [4, 4], auto_pad: 'SAME_LOWER' },
    expected: ['float32 [N, 3, H*4-2, 24]'],
  },
  {
    op: 'MaxPool',
    operands: [['N', 2, 'L']],
    attributes: { kernel_shape: [3], dilations: [2], strides: [1], auto_pad: 'SAME_UPPER' },
    expected: ['float32 [N, 2, L-2]'],
  },
  {
    op: 'Resize',
    operands: [[1, 1, 7, 6], { floats: [0, 0, 0.1, 0.25, 1, 1, 0.6, 0.8] }, { floats: [1, 1, 2, 3] }],
    attributes: { coordinate_transformation_mode: 'tf_crop_and_resize' },
    expected: ['float32 [1, 1, 14, 18]'],
  },
  {
    op: 'GroupQueryAttention',
    domain: 'com.microsoft',
    operands: [[1, 1, 32], [1, 1, 16], [1, 1, 16], [1, 1, 9, 16], [1, 1, 9, 16], { dtype: 'int32', shape: [1] }, { scalar: 4 }],
    attributes: { num_heads: 2, kv_num_heads: 1 },
    expected: ['float32 [1, 1, 32]', 'float32 [1, 1, 9, 16]', 'float32 [1, 1, 9, 16]'],
  },
  {
    op: 'NonMaxSuppression',
    operands: [
      [1, 5, 4],
      [1, 2, 5],
    ],
    expected: ['int64 [0, 3]'],
  },
  { op: 'Split', operands: [['N', 'C']], attributes: { axis: 1 }, opset: 11, expected: ['float32 [N, C/2]', 'float32 [N, C/2]'] },
  {
    op: 'Split',
    operands: [['N']],
    attributes: { num_outputs: 2 },
    opset: 18,
    expected: ['float32 [(N+1)/2]', 'float32 [N-(N+1)/2]'],
  },
]);
