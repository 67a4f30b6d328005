/** Where an operator on integers has its operands: positions of the tensor, its scale and its zero-point. */
export interface Operand {
  readonly value: number;
  readonly scale: number;
  readonly zeroPoint: number;
  /** Axis of one scale per channel, where the operand is a weight. */
  readonly axis?: number;
}

/** An operator on integers and the float operator that computes the same, up to rounding. */
export interface FloatForm {
  readonly op: string;
  readonly operands: readonly Operand[];
  /** Position of an int32 bias, whose scale is that of the first operand times that of the second. */
  readonly bias?: number;
  /** Positions of the result's scale and zero-point. */
  readonly result: { readonly scale: number; readonly zeroPoint: number };
  /** Attributes that the float operator does not have. */
  readonly dropped?: readonly string[];
}

function triple(value: number, axis?: number): Operand {
  return { value, scale: value + 1, zeroPoint: value + 2, ...(axis === undefined ? {} : { axis }) };
}

const PAIR = [triple(0), triple(3)];
const BINARY = { operands: PAIR, result: { scale: 6, zeroPoint: 7 } };
const UNARY = { operands: [triple(0)], result: { scale: 3, zeroPoint: 4 }, dropped: ['channels_last', 'opset'] };

/** By domain and operator (onnx Operators.md; onnxruntime ContribOperators.md). */
export const FLOAT_FORMS: ReadonlyMap<string, FloatForm> = new Map<string, FloatForm>([
  [
    'QLinearConv',
    { op: 'Conv', operands: [triple(0), triple(3, 0)], bias: 8, result: { scale: 6, zeroPoint: 7 }, dropped: ['channels_last'] },
  ],
  ['QLinearMatMul', { op: 'MatMul', operands: [triple(0), triple(3, -1)], result: { scale: 6, zeroPoint: 7 } }],
  [
    'com.microsoft.QLinearConv',
    { op: 'Conv', operands: [triple(0), triple(3, 0)], bias: 8, result: { scale: 6, zeroPoint: 7 }, dropped: ['channels_last'] },
  ],
  ['com.microsoft.QGemm', { op: 'Gemm', operands: [triple(0), triple(3)], bias: 6, result: { scale: 7, zeroPoint: 8 } }],
  ['com.microsoft.QLinearAdd', { op: 'Add', ...BINARY }],
  ['com.microsoft.QLinearMul', { op: 'Mul', ...BINARY }],
  ['com.microsoft.QLinearSigmoid', { op: 'Sigmoid', ...UNARY }],
  ['com.microsoft.QLinearLeakyRelu', { op: 'LeakyRelu', ...UNARY }],
  ['com.microsoft.QLinearSoftmax', { op: 'Softmax', ...UNARY }],
  ['com.microsoft.QLinearGlobalAveragePool', { op: 'GlobalAveragePool', ...UNARY }],
  ['com.microsoft.QLinearAveragePool', { op: 'AveragePool', ...UNARY }],
]);

/** Operators that only move or choose values and so do the same to integers and to what they stand for. */
export const CARRIERS: ReadonlySet<string> = new Set([
  ...[
    'Reshape',
    'Transpose',
    'Flatten',
    'Squeeze',
    'Unsqueeze',
    'Slice',
    'Gather',
    'Expand',
    'Tile',
    'MaxPool',
    'Identity',
    'DepthToSpace',
  ],
  ...['SpaceToDepth'],
]);
