/** Operators that multiply and add; with a constant operand they carry a layer's weight. Standard domain and `com.microsoft`. */
const CONTRACTIONS: ReadonlySet<string> = new Set([
  ...['Conv', 'ConvTranspose', 'DeformConv', 'MatMul', 'Gemm', 'Einsum', 'LSTM', 'GRU', 'RNN'],
  ...['ConvInteger', 'QLinearConv', 'MatMulInteger', 'QLinearMatMul', 'Attention', 'LinearAttention', 'CausalConvWithState'],
  ...['FusedConv', 'FusedGemm', 'FusedMatMul', 'TransposeMatMul', 'QGemm', 'MatMulIntegerToFloat', 'DynamicQuantizeMatMul'],
  ...['DynamicQuantizeLSTM', 'MatMulNBits', 'MatMulBnb4', 'MatMulFpQ4', 'MoE', 'QMoE', 'QAttention', 'MultiHeadAttention'],
  ...['GroupQueryAttention', 'DecoderMaskedMultiHeadAttention', 'PackedAttention', 'PackedMultiHeadAttention', 'SparseAttention'],
]);

const NORMS: ReadonlySet<string> = new Set([
  ...['LayerNormalization', 'GroupNormalization', 'InstanceNormalization', 'RMSNormalization', 'LpNormalization'],
  ...['MeanVarianceNormalization', 'LRN', 'SimplifiedLayerNormalization', 'SkipLayerNormalization', 'GroupNorm', 'SkipGroupNorm'],
  ...['SkipSimplifiedLayerNormalization', 'EmbedLayerNormalization'],
]);

const SOFTMAXES: ReadonlySet<string> = new Set(['Softmax', 'LogSoftmax', 'QLinearSoftmax', 'BiasSoftmax']);

/** Work of its own that no runtime merges into the layer before it. */
const STANDALONE: ReadonlySet<string> = new Set([
  ...['MaxPool', 'AveragePool', 'LpPool', 'GlobalAveragePool', 'GlobalMaxPool', 'GlobalLpPool', 'QLinearAveragePool'],
  ...['QLinearGlobalAveragePool', 'MaxUnpool', 'Resize', 'Upsample', 'GridSample', 'RoiAlign', 'MaxRoiPool', 'AffineGrid'],
  ...['NonMaxSuppression', 'TopK', 'Unique', 'DFT', 'STFT', 'Col2Im', 'If', 'Loop', 'Scan', 'SequenceMap'],
  ...['GatherBlockQuantized', 'RotaryEmbedding', 'BeamSearch', 'GreedySearch'],
]);

/** Activations that the CPU runtime keeps as a kernel of their own; others are fused into the layer before them. */
const COSTLY_ACTIVATIONS: ReadonlySet<string> = new Set(['Gelu', 'FastGelu', 'QuickGelu', 'BiasGelu', 'Erf', 'Tanh', 'Mish']);

export function isContraction(op: string): boolean {
  return CONTRACTIONS.has(op);
}

export function isNorm(op: string): boolean {
  return NORMS.has(op);
}

export function isSoftmax(op: string): boolean {
  return SOFTMAXES.has(op);
}

export function isStandalone(op: string): boolean {
  return STANDALONE.has(op);
}

export function isCostlyActivation(op: string): boolean {
  return COSTLY_ACTIVATIONS.has(op);
}
