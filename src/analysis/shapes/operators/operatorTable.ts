import { tensorFact } from '../fact';
import type { InferOperator } from '../operatorContext';
import * as attention from './attentionOperators';
import * as contraction from './contractionOperators';
import * as contrib from './contribOperators';
import * as language from './contribLanguageOperators';
import * as matrix from './contribMatrixOperators';
import * as controlFlow from './controlFlowOperators';
import * as convolution from './convolutionOperators';
import * as detection from './detectionOperators';
import * as elementwise from './elementwiseOperators';
import * as gather from './gatherOperators';
import * as generator from './generatorOperators';
import * as layout from './layoutOperators';
import * as learning from './learningOperators';
import * as normalization from './normalizationOperators';
import * as pooling from './poolingOperators';
import * as quantization from './quantizationOperators';
import * as recurrent from './recurrentOperators';
import * as reduction from './reductionOperators';
import * as resize from './resizeOperators';
import * as sequence from './sequenceOperators';
import * as signal from './signalOperators';
import * as slice from './sliceOperators';

/** Operators by family: names separated by spaces, and the function that infers their outputs. */
type Rows = readonly (readonly [string, InferOperator])[];

const STANDARD: Rows = [
  [
    'Abs Acos Acosh Asin Asinh Atan Atanh Ceil Celu Cos Cosh Elu Erf Exp Floor Gelu HardSigmoid HardSwish Hardmax LeakyRelu Log LogSoftmax Mish Neg Not Reciprocal Relu Round Selu Shrink Sigmoid Sign Sin Sinh Softmax Softplus Softsign Sqrt Swish Tan Tanh ThresholdedRelu BitwiseNot SwiGLU',
    elementwise.inferUnary,
  ],
  [
    'InstanceNormalization GroupNormalization RMSNormalization LpNormalization LRN MeanVarianceNormalization CumSum CumProd ReverseSequence Trilu RotaryEmbedding Crop ImageScaler ParametricSoftplus ScaledTanh Affine Scale MemcpyFromHost MemcpyToHost DisentangledAttention_TRT',
    elementwise.inferSameAsInput,
  ],
  ['Add Sub Mul Div Pow Mod Min Max Sum Mean BitShift BitwiseAnd BitwiseOr BitwiseXor', elementwise.inferBroadcast],
  ['And Or Xor Equal Less LessOrEqual Greater GreaterOrEqual', elementwise.inferPredicate],
  ['IsNaN IsInf', elementwise.inferSameShape('bool')],
  ['RegexFullMatch', elementwise.inferSameShape('bool')],
  ['StringConcat', elementwise.inferBroadcast],
  ['Where', elementwise.inferWhere],
  ['Cast CastLike', elementwise.inferCast],
  ['BitCast', node => [{ ...node.input(0), dtype: node.dtypeAttribute('to'), elements: undefined }]],
  ['PRelu', elementwise.inferPRelu],
  ['Clip', elementwise.inferClip],
  ['Dropout', elementwise.inferDropout],
  ['Identity', layout.inferIdentity],
  ['Reshape', layout.inferReshape],
  ['Flatten', layout.inferFlatten],
  ['Squeeze', layout.inferSqueeze],
  ['Unsqueeze', layout.inferUnsqueeze],
  ['Transpose', layout.inferTranspose],
  ['Concat', layout.inferConcat],
  ['Split', layout.inferSplit],
  ['DepthToSpace', layout.inferDepthToSpace],
  ['SpaceToDepth', layout.inferSpaceToDepth],
  ['Slice DynamicSlice', slice.inferSlice],
  ['Pad', slice.inferPad],
  ['Tile', slice.inferTile],
  ['CenterCropPad', slice.inferCenterCropPad],
  ['Gather', gather.inferGather],
  ['GatherElements', gather.inferGatherElements],
  ['GatherND', gather.inferGatherND],
  ['Scatter ScatterElements', gather.inferScatter],
  ['TensorScatter', gather.inferTensorScatter],
  ['ScatterND', gather.inferScatterND],
  ['OneHot', gather.inferOneHot],
  ['Constant', generator.inferConstant],
  ['ConstantOfShape', generator.inferConstantOfShape],
  ['Expand', generator.inferExpand],
  ['Range', generator.inferRange],
  ['Shape', generator.inferShape],
  ['Size', generator.inferSize],
  ['RandomNormal RandomUniform', generator.inferRandom],
  ['RandomNormalLike RandomUniformLike EyeLike Bernoulli', generator.inferLike],
  ['Multinomial', generator.inferMultinomial],
  ['HannWindow HammingWindow BlackmanWindow', generator.inferWindow],
  ['MelWeightMatrix', generator.inferMelWeightMatrix],
  ['Conv', convolution.inferConv],
  ['DeformConv', convolution.inferDeformConv],
  ['ConvInteger', convolution.inferConvInteger],
  ['QLinearConv', convolution.inferQLinearConv],
  ['ConvTranspose', convolution.inferConvTranspose],
  ['Col2Im', convolution.inferCol2Im],
  ['AveragePool MaxPool LpPool', pooling.inferPool],
  ['GlobalAveragePool GlobalMaxPool GlobalLpPool', pooling.inferGlobalPool],
  ['MaxUnpool', pooling.inferMaxUnpool],
  ['MaxRoiPool', pooling.inferMaxRoiPool],
  ['RoiAlign', pooling.inferRoiAlign],
  ['MatMul', contraction.inferMatMul],
  ['MatMulInteger', contraction.inferMatMulInteger],
  ['QLinearMatMul', contraction.inferQLinearMatMul],
  ['Gemm', contraction.inferGemm],
  ['Einsum', contraction.inferEinsum],
  ['Det', contraction.inferDet],
  [
    'ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum ReduceSumSquare',
    reduction.inferReduce,
  ],
  ['ArgMax ArgMin', reduction.inferArgReduce],
  ['TopK', reduction.inferTopK],
  ['BatchNormalization', normalization.inferBatchNormalization],
  ['LayerNormalization SimplifiedLayerNormalization', normalization.inferLayerNormalization],
  ['LSTM GRU RNN', recurrent.inferRecurrent],
  ['Attention', attention.inferOnnxAttention],
  ['LinearAttention', attention.inferLinearAttention],
  ['CausalConvWithState', attention.inferCausalConv],
  ['Resize', resize.inferResize],
  ['Upsample', resize.inferUpsample],
  ['GridSample', resize.inferGridSample],
  ['AffineGrid', resize.inferAffineGrid],
  ['QuantizeLinear', quantization.inferQuantizeLinear],
  ['DequantizeLinear', quantization.inferDequantizeLinear],
  ['DynamicQuantizeLinear', quantization.inferDynamicQuantizeLinear],
  ['NonZero', detection.inferNonZero],
  ['NonMaxSuppression', detection.inferNonMaxSuppression],
  ['Compress', detection.inferCompress],
  ['Unique', detection.inferUnique],
  ['ImageDecoder', detection.inferImageDecoder],
  ['SequenceConstruct', sequence.inferSequenceConstruct],
  ['SequenceEmpty', sequence.inferSequenceEmpty],
  ['SequenceLength', sequence.inferSequenceLength],
  ['SequenceAt', sequence.inferSequenceAt],
  ['SequenceInsert', sequence.inferSequenceInsert],
  ['SequenceErase', sequence.inferSequenceErase],
  ['SplitToSequence', sequence.inferSplitToSequence],
  ['ConcatFromSequence', sequence.inferConcatFromSequence],
  ['SequenceMap', sequence.inferSequenceMap],
  ['Optional', sequence.inferOptional],
  ['OptionalGetElement', sequence.inferOptionalGetElement],
  ['OptionalHasElement', sequence.inferOptionalHasElement],
  ['If', controlFlow.inferIf],
  ['Loop', controlFlow.inferLoop],
  ['Scan', controlFlow.inferScan],
  ['DFT', signal.inferDft],
  ['STFT', signal.inferStft],
  ['TfIdfVectorizer', learning.inferTfIdfVectorizer],
  ['StringNormalizer', learning.inferStringNormalizer],
  ['StringSplit', learning.inferStringSplit],
  ['NegativeLogLikelihoodLoss SoftmaxCrossEntropyLoss', learning.inferLoss],
];

const MACHINE_LEARNING: Rows = [
  ['ArrayFeatureExtractor', gather.inferArrayFeatureExtractor],
  ['Binarizer Imputer', elementwise.inferSameAsInput],
  ['Normalizer Scaler', learning.inferScaler],
  ['LabelEncoder CategoryMapper', learning.inferLabelEncoder],
  ['LinearClassifier SVMClassifier TreeEnsembleClassifier', learning.inferClassifier],
  ['LinearRegressor SVMRegressor TreeEnsembleRegressor', learning.inferRegressor],
  ['TreeEnsemble', learning.inferTreeEnsemble],
  ['OneHotEncoder', learning.inferOneHotEncoder],
  ['FeatureVectorizer', learning.inferFeatureVectorizer],
  ['ZipMap', learning.inferZipMap],
  ['CastMap', learning.inferCastMap],
  ['DictVectorizer', learning.inferDictVectorizer],
];

const TRAINING: Rows = [
  ['Adagrad Adam Momentum', learning.inferOptimizer],
  ['Gradient', learning.inferGradient],
];

/** com.microsoft operators that exporters and the runtime's own optimizer write. */
const MICROSOFT: Rows = [
  [
    'Gelu BiasGelu FastGelu QuickGelu BiasSoftmax BiasDropout BitmaskDropout RotaryEmbedding GroupNorm Inverse MoE QMoE MoEPacked QLinearSigmoid QLinearLeakyRelu QLinearSoftmax Trilu BiasAdd SampleOp GatedAdd GatedRMSNorm BranchwiseRMSNorm ScaledSiLU MRotaryEmbedding LongformerAttention QOrderedLongformerAttention QOrderedAttention QOrderedGelu QOrderedLayerNormalization BitmaskBiasDropout HyperConnectionPostMix LinearAttentionGate EngramGate',
    elementwise.inferSameAsInput,
  ],
  ['LayerNormalization SimplifiedLayerNormalization', normalization.inferLayerNormalization],
  ['SkipLayerNormalization SkipSimplifiedLayerNormalization', contrib.inferSkipLayerNormalization],
  ['EmbedLayerNormalization', contrib.inferEmbedLayerNormalization],
  ['BiasSplitGelu', contrib.inferSplitGate],
  ['FusedConv', convolution.inferConv],
  ['NhwcConv NhwcFusedConv', matrix.inferChannelsLastConv],
  ['QLinearConv', convolution.inferQLinearConv],
  ['ConvTransposeWithDynamicPads', convolution.inferConvTranspose],
  ['FusedMatMul TransposeMatMul FusedMatMulActivation', contraction.inferFusedMatMul],
  ['FusedGemm', contraction.inferGemm],
  ['GemmFastGelu', contraction.inferMatMul],
  ['GemmFloat8', matrix.inferGemmFloat8],
  ['SparseToDenseMatMul', matrix.inferSparseMatMul],
  ['QOrderedMatMul', matrix.inferOrderedMatMul],
  ['QGemm', contraction.inferQGemm],
  ['MatMulIntegerToFloat DynamicQuantizeMatMul', contraction.inferMatMulToFloat],
  ['MatMulInteger16', contraction.inferMatMulInteger],
  ['QLinearMatMul', contraction.inferQLinearMatMul],
  ['MatMulNBits MatMulBnb4 MatMulFpQ4 MatMulPacked MatMulNBitsQLoRA', contraction.inferPackedMatMul],
  ['MatMulNBitsQkv', matrix.inferPackedQkv],
  ['MatMulNBitsMlp', matrix.inferPackedMlp],
  ['MatMulBlockQuantizedFp4Weight MatMulBlockQuantizedFp8Weight', matrix.inferRowMajorMatMul],
  ['MulInteger', matrix.inferMulInteger],
  ['QLinearConcat', matrix.inferQLinearConcat],
  ['CDist', matrix.inferPairwiseDistance],
  ['ComplexMul ComplexMulConj', elementwise.inferBroadcast],
  ['SkipGroupNorm', matrix.inferSkipGroupNorm],
  ['Rfft Irfft', matrix.inferRealFourier],
  ['DynamicQuantizeLSTM', matrix.inferDynamicQuantizeLstm],
  ['AttnLSTM', recurrent.inferRecurrent],
  ['IsAllFinite', () => [tensorFact('bool', [])]],
  ['MurmurHash3', node => [tensorFact(node.int('positive', 1) === 1 ? 'uint32' : 'int32', node.shape(0))]],
  ['QuantizeWithOrder', elementwise.inferSameShape('int8')],
  ['DequantizeWithOrder', node => [tensorFact(node.dtypeAttribute('to'), node.shape(0))]],
  ['BeamSearch WhisperBeamSearch', language.inferBeamSearch],
  ['GreedySearch Sampling', language.inferGreedySearch],
  ['NGramRepeatBlock', language.inferNGramRepeatBlock],
  ['DecoderAttention', language.inferDecoderAttention],
  ['DecoderMaskedSelfAttention', language.inferDecoderMaskedSelfAttention],
  ['PackedMultiHeadAttention PagedAttention', language.inferPackedTokens],
  ['RemovePadding', language.inferRemovePadding],
  ['RestorePadding', language.inferRestorePadding],
  ['GatedRelativePositionBias', language.inferGatedRelativePositionBias],
  ['TorchEmbedding', language.inferEmbedding],
  ['WordConvEmbedding', language.inferWordConvEmbedding],
  ['Tokenizer', language.inferTokenizer],
  ['UnfoldTensor', language.inferUnfold],
  ['GemmaRotaryEmbedding', language.inferGemmaRotary],
  ['SwiGLU', language.inferSwiGlu],
  ['LinearAttention', attention.inferLinearAttention],
  ['CausalConvWithState', attention.inferCausalConv],
  ['QLinearAdd QLinearMul', quantization.inferQLinearBinary],
  ['QLinearWhere', quantization.inferQLinearWhere],
  ['QLinearGlobalAveragePool', pooling.inferGlobalPool],
  ['QLinearAveragePool MaxpoolWithMask NhwcMaxPool', pooling.inferPool],
  ['QLinearReduceMean', reduction.inferReduce],
  [
    'ReduceSumInteger',
    node => reduction.inferReduce(node).map(fact => ({ ...fact, dtype: node.dtype(0) === 'uint8' ? 'uint32' : 'int32' })),
  ],
  ['QuantizeLinear', quantization.inferQuantizeLinear],
  ['DequantizeLinear', quantization.inferDequantizeLinear],
  ['Attention QAttention', attention.inferProjectedAttention],
  ['PackedAttention', contrib.inferPackedAttention],
  ['MultiHeadAttention', attention.inferMultiHeadAttention],
  ['GroupQueryAttention SparseAttention', attention.inferGroupQueryAttention],
  ['DecoderMaskedMultiHeadAttention', contrib.inferDecoderMaskedAttention],
  ['GatherND', gather.inferGatherND],
  ['GatherBlockQuantized', contrib.inferGatherBlockQuantized],
  ['GatherPacked', matrix.inferGatherPacked],
  ['RelativePositionBias', contrib.inferRelativePositionBias],
  ['ExpandDims', contrib.inferExpandDims],
  ['CropAndResize', contrib.inferCropAndResize],
  ['Pad', slice.inferPad],
  ['Range', generator.inferRange],
  ['Unique', detection.inferUnique],
  ['GridSample', resize.inferGridSample],
];

/** The runtime's blocked layout. */
const NCHWC: Rows = [
  ['Conv', contrib.inferBlockedConv],
  ['MaxPool AveragePool', pooling.inferPool],
  ['GlobalMaxPool GlobalAveragePool', pooling.inferGlobalPool],
  ['Upsample', resize.inferUpsample],
  ['ReorderInput', contrib.inferReorderInput],
  ['ReorderOutput', contrib.inferReorderOutput],
];

const TABLES: ReadonlyMap<string, ReadonlyMap<string, InferOperator>> = new Map(
  (
    [
      ['', STANDARD],
      ['ai.onnx.ml', MACHINE_LEARNING],
      ['ai.onnx.preview.training', TRAINING],
      ['ai.onnx.preview', [['FlexAttention', attention.inferOnnxAttention]]],
      ['com.microsoft', MICROSOFT],
      ['com.microsoft.nchwc', NCHWC],
      ['com.ms.internal.nhwc', []],
    ] as const satisfies readonly (readonly [string, Rows])[]
  ).map(([domain, rows]) => [domain, indexRows(rows)]),
);

function indexRows(rows: Rows): ReadonlyMap<string, InferOperator> {
  return new Map(rows.flatMap(([names, infer]) => names.split(' ').map(name => [name, infer] as const)));
}

/** How the outputs of an operator follow from its operands; `undefined` for operators that nobody has described. */
export function inferenceOf(domain: string, op: string): InferOperator | undefined {
  return TABLES.get(domain)?.get(op);
}
