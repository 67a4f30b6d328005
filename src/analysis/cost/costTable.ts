import * as attention from './attentionCosts';
import * as contractions from './contractionCosts';
import { FREE } from './nodeCost';
import type { CostFunction } from './costContext';
import * as elements from './elementCosts';

const { perInput, perOutput } = elements;
/** Of operators that compute nothing; compared by identity to spare them a context. */
export const free: CostFunction = () => FREE;

type Rows = readonly (readonly [string, CostFunction])[];

/** Operations per element by operator; docs/counting.md explains the conventions. */
const STANDARD: Rows = [
  ['Conv', contractions.convolutionCost(1, 2)],
  ['ConvInteger', contractions.convolutionCost(1, -1)],
  ['QLinearConv', contractions.quantizedConvolutionCost(3, 8)],
  ['ConvTranspose', contractions.transposedConvolutionCost],
  ['DeformConv', contractions.deformableConvolutionCost],
  ['Gemm', contractions.gemmCost(2)],
  ['MatMul MatMulInteger', contractions.matMulCost],
  ['QLinearMatMul', contractions.quantizedMatMulCost],
  ['Einsum', contractions.einsumCost],
  ['LSTM', contractions.recurrentCost(4, 17)],
  ['GRU', contractions.recurrentCost(3, 13)],
  ['RNN', contractions.recurrentCost(1, 4)],
  ['Attention', attention.onnxAttentionCost],
  ['LinearAttention', attention.linearAttentionCost],
  ['CausalConvWithState', attention.causalConvolutionCost],
  ['Softmax', perOutput(5, 2)],
  ['LogSoftmax', perOutput(6, 2)],
  ['LayerNormalization GroupNormalization InstanceNormalization MeanVarianceNormalization', perOutput(7, 1)],
  ['RMSNormalization LpNormalization', perOutput(4, 1)],
  ['SimplifiedLayerNormalization', perOutput(5, 1)],
  ['BatchNormalization', perOutput(2)],
  ['LRN', elements.localResponseCost],
  ['MaxPool', elements.poolingCost(false)],
  ['AveragePool LpPool', elements.poolingCost(true)],
  ['GlobalAveragePool GlobalMaxPool GlobalLpPool', perInput(1)],
  ['ReduceSum ReduceMean ReduceMax ReduceMin ReduceProd ReduceL1 ArgMax ArgMin CumSum CumProd NonZero', perInput(1)],
  ['ReduceL2 ReduceSumSquare', perInput(2)],
  ['ReduceLogSum', perInput(1)],
  ['ReduceLogSumExp', perInput(3, 1)],
  ['Sum Min Max Mean', elements.variadicCost],
  ['Div Mod Reciprocal', perOutput(1, 1)],
  [
    'Add Sub Mul Relu Abs Neg Sign Floor Ceil Round Not And Or Xor Equal Less LessOrEqual Greater GreaterOrEqual Where IsNaN IsInf BitShift BitwiseAnd BitwiseOr BitwiseXor BitwiseNot ThresholdedRelu Shrink',
    perOutput(1),
  ],
  ['Clip LeakyRelu PRelu', perOutput(2)],
  ['HardSigmoid', perOutput(3)],
  ['HardSwish', perOutput(5)],
  ['Sigmoid', perOutput(4, 2)],
  ['Tanh Erf Exp Log Sqrt Pow Sin Cos Tan Asin Acos Atan Sinh Cosh Asinh Acosh Atanh', perOutput(1, 1)],
  ['Softplus', perOutput(3, 2)],
  ['Softsign', perOutput(3, 1)],
  ['Elu Selu Celu', perOutput(3, 1)],
  ['Gelu', perOutput(6, 1)],
  ['Mish', perOutput(5, 3)],
  ['Swish', perOutput(5, 2)],
  ['SwiGLU', perOutput(6, 2)],
  ['RotaryEmbedding', perOutput(3)],
  ['QuantizeLinear', perOutput(3, 1)],
  ['DequantizeLinear', perOutput(2)],
  ['DynamicQuantizeLinear', perInput(5, 1)],
  ['Resize Upsample', elements.resizeCost],
  ['GridSample', elements.gridSampleCost],
  ['AffineGrid', perOutput(6)],
  ['RoiAlign', elements.roiAlignCost],
  ['TopK', elements.topKCost],
  ['DFT', elements.dftCost],
  ['STFT', elements.stftCost],
  ['Hardmax', perInput(1)],
  ['Det', perInput(3)],
  [
    'Reshape Flatten Squeeze Unsqueeze Identity Dropout Shape Size Constant ConstantOfShape Transpose Concat Split Slice Pad Tile Expand Gather GatherElements GatherND Scatter ScatterElements ScatterND TensorScatter DepthToSpace SpaceToDepth OneHot EyeLike Range Trilu ReverseSequence Compress Cast CastLike BitCast CenterCropPad Col2Im MaxUnpool SequenceConstruct SequenceEmpty SequenceLength SequenceAt SequenceInsert SequenceErase SplitToSequence ConcatFromSequence Optional OptionalGetElement OptionalHasElement StringConcat StringSplit StringNormalizer RegexFullMatch If Loop Scan SequenceMap RandomNormal RandomUniform RandomNormalLike RandomUniformLike Bernoulli Multinomial HannWindow HammingWindow BlackmanWindow MelWeightMatrix',
    free,
  ],
];

const MICROSOFT: Rows = [
  ['FusedConv NhwcConv NhwcFusedConv', contractions.fusedConvolutionCost],
  ['DynamicQuantizeLSTM', contractions.recurrentCost(4, 17)],
  ['GemmFastGelu', contractions.matMulCost],
  ['MatMulPacked', contractions.packedMatMulCost],
  ['MatMulNBitsQkv MatMulNBitsMlp MatMulNBitsQLoRA', contractions.fusedProjectionsCost],
  ['QOrderedMatMul', contractions.quantizedMatMulCost],
  ['MoE QMoE', attention.expertsCost],
  ['LinearAttention', attention.linearAttentionCost],
  ['CausalConvWithState', attention.causalConvolutionCost],
  // Contractions whose size depends on tokens, windows or loops that shapes do not tell.
  [
    'AttnLSTM BeamSearch WhisperBeamSearch GreedySearch Sampling DecoderAttention DecoderMaskedSelfAttention DynamicSparseAttention GatedDeltaNet GatedRelativePositionBias GemmFloat8 LongformerAttention Mamba2Verify MoEPacked PackedAttention PackedMultiHeadAttention PagedAttention QOrderedAttention QOrderedLongformerAttention RouterGateUpProj SparseAttention SparseAttentionIndexer SparsePagedAttention SparseToDenseMatMul WordConvEmbedding',
    contractions.unknownContraction,
  ],
  ['MatMulBlockQuantizedFp4Weight MatMulBlockQuantizedFp8Weight', contractions.matMulCost],
  ['QLinearConv', contractions.quantizedConvolutionCost(3, 8)],
  ['FusedMatMul TransposeMatMul FusedMatMulActivation', contractions.fusedMatMulCost],
  ['FusedGemm', contractions.gemmCost(2)],
  ['QGemm', contractions.gemmCost(6)],
  ['MatMulIntegerToFloat DynamicQuantizeMatMul QLinearMatMul MatMulInteger16', contractions.quantizedMatMulCost],
  ['MatMulNBits MatMulBnb4 MatMulFpQ4', contractions.packedMatMulCost],
  ['Attention QAttention', attention.projectedAttentionCost],
  ['MultiHeadAttention DecoderMaskedMultiHeadAttention', attention.multiHeadAttentionCost],
  ['GroupQueryAttention', attention.groupQueryAttentionCost],
  ['SkipLayerNormalization EmbedLayerNormalization', perOutput(9, 1)],
  ['LayerNormalization', perOutput(7, 1)],
  ['SimplifiedLayerNormalization SkipSimplifiedLayerNormalization', perOutput(5, 1)],
  ['Gelu QuickGelu', perOutput(6, 1)],
  ['BiasGelu FastGelu', perOutput(7, 1)],
  ['BiasSoftmax QLinearSoftmax', perOutput(6, 2)],
  ['RotaryEmbedding', perOutput(3)],
  ['QLinearAdd QLinearMul', perOutput(6)],
  ['QLinearLeakyRelu QLinearSigmoid', perOutput(6, 1)],
  ['QLinearGlobalAveragePool QLinearReduceMean', perInput(2)],
  ['QLinearAveragePool', elements.poolingCost(true)],
  ['NhwcMaxPool', elements.poolingCost(false)],
  ['QuantizeLinear', perOutput(3, 1)],
  ['DequantizeLinear', perOutput(2)],
  ['QLinearConcat QLinearWhere GatherBlockQuantized', perOutput(2)],
];

const NCHWC: Rows = [
  ['Conv', contractions.fusedConvolutionCost],
  ['MaxPool', elements.poolingCost(false)],
  ['AveragePool', elements.poolingCost(true)],
  ['GlobalMaxPool GlobalAveragePool', perInput(1)],
  ['ReorderInput ReorderOutput', free],
  ['Upsample', elements.resizeCost],
];

const TABLES: ReadonlyMap<string, ReadonlyMap<string, CostFunction>> = new Map([
  ['', indexRows(STANDARD)],
  ['com.microsoft', indexRows(MICROSOFT)],
  ['com.microsoft.nchwc', indexRows(NCHWC)],
]);

function indexRows(rows: Rows): ReadonlyMap<string, CostFunction> {
  return new Map(rows.flatMap(([names, cost]) => names.split(' ').map(name => [name, cost] as const)));
}

/** Work of an operator; `undefined` when nobody has described it. */
export function costOf(domain: string, op: string): CostFunction | undefined {
  return TABLES.get(domain)?.get(op);
}
