/**
 * Standard operators that take float16 in every operator set from 7 on, and lose nothing but precision by it (onnx, docs/Operators.md, type constraints).
 * Left out on purpose: those that count or index (Range, CumSum, TopK, NonMaxSuppression, RoiAlign, Resize, Upsample), sums of squares and of exponentials,
 * which leave float16's range early, and what takes float32 alone.
 */
export const HALF_OPERATORS: ReadonlySet<string> = new Set([
  ...['Abs', 'Acos', 'Acosh', 'Add', 'Asin', 'Asinh', 'Atan', 'Atanh', 'Ceil', 'Clip', 'Cos', 'Cosh', 'Div', 'Elu', 'Erf', 'Exp', 'Floor'],
  ...['Gelu', 'HardSigmoid', 'HardSwish', 'LeakyRelu', 'Log', 'Max', 'Mean', 'Min', 'Mish', 'Mul', 'Neg', 'PRelu', 'Pow', 'Reciprocal'],
  ...['Relu', 'Round', 'Selu', 'Sigmoid', 'Sign', 'Sin', 'Sinh', 'Softplus', 'Softsign', 'Sqrt', 'Sub', 'Sum', 'Tan', 'Tanh'],
  ...['ThresholdedRelu', 'Where', 'MatMul', 'Gemm', 'Conv', 'ConvTranspose', 'Einsum', 'BatchNormalization', 'LayerNormalization'],
  ...['InstanceNormalization', 'LRN', 'MaxPool', 'AveragePool', 'GlobalAveragePool', 'GlobalMaxPool', 'Softmax', 'LogSoftmax', 'Hardmax'],
  ...['ReduceMax', 'ReduceMin', 'ReduceMean', 'ReduceSum', 'ArgMax', 'ArgMin', 'Equal', 'Greater', 'GreaterOrEqual', 'Less', 'LessOrEqual'],
  ...['LSTM', 'GRU', 'RNN', 'Attention', 'RMSNormalization', 'RotaryEmbedding'],
  ...['Reshape', 'Transpose', 'Flatten', 'Squeeze', 'Unsqueeze', 'Concat', 'Split', 'Slice', 'Gather', 'GatherElements', 'GatherND'],
  ...['Expand', 'Tile', 'Pad', 'Identity', 'DepthToSpace', 'SpaceToDepth', 'Dropout', 'Trilu', 'Shape', 'Size', 'Cast'],
]);

/** Why an operator that is not in the list stays in float32, where there is more to say than that. */
export const FLOAT_REASONS: ReadonlyMap<string, string> = new Map([
  ...['Range', 'CumSum', 'TopK', 'NonMaxSuppression'].map(
    op => [op, 'it counts or ranks, which half precision does not do exactly'] as const,
  ),
  ...['RoiAlign', 'Resize', 'Upsample', 'GridSample'].map(op => [op, 'its coordinates need float32'] as const),
  ...[
    'ReduceL2',
    'ReduceSumSquare',
    'ReduceLogSumExp',
    'ReduceLogSum',
    'ReduceProd',
    'ReduceL1',
    'LpNormalization',
    'LpPool',
    'GlobalLpPool',
  ].map(op => [op, 'its sums leave the range of float16 early'] as const),
  ...['QuantizeLinear', 'DequantizeLinear', 'DynamicQuantizeLinear'].map(op => [op, 'it is part of a quantization'] as const),
  ...['If', 'Loop', 'Scan', 'SequenceMap'].map(op => [op, 'what goes into its bodies and comes out of them stays in float32'] as const),
]);

/** Arithmetic through which exactness has to reach back from where a whole number is made of the result. */
export const EXACT_ARITHMETIC: ReadonlySet<string> = new Set([
  ...['Add', 'Sub', 'Mul', 'Div', 'Floor', 'Ceil', 'Round', 'Sqrt', 'Pow', 'Min', 'Max', 'Neg', 'Abs', 'Concat', 'Slice', 'Gather', 'Cast'],
  ...['Unsqueeze', 'Squeeze', 'Reshape', 'Identity', 'Where', 'Clip', 'Transpose', 'Expand', 'Split'],
]);
