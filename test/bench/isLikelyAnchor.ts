/** Operators that a fused kernel may stand on, by kernel; others stand on their own kind. */
const ANCHORS: ReadonlyMap<string, RegExp> = new Map([
  ['Gemm', /^(Gemm|MatMul)$/],
  ['FusedGemm', /^(Gemm|MatMul)$/],
  ['QGemm', /^(Gemm|MatMul)$/],
  ['Upsample', /^(Resize|Upsample)$/],
  // The runtime turns Gather and Slice of one axis into Split, and reads a moved Shape through a Gather.
  ['Split', /^(Split|Slice|Gather)$/],
  ['Squeeze', /^(Squeeze|Gather)$/],
  ['Gather', /^(Gather|Shape|Slice)$/],
  ['SkipLayerNormalization', /^(LayerNormalization|Add|Mul)$/],
  ['LayerNormalization', /^(LayerNormalization|Add|Mul)$/],
  ['SimplifiedLayerNormalization', /^(RMSNormalization|Mul)$/],
  ['Attention', /^(Attention|MatMul|Softmax)$/],
  ['MultiHeadAttention', /^(Attention|MatMul|Softmax)$/],
]);
const GELU = /^(Quick|Fast|Bias)?Gelu$/;
const MATMUL = /MatMul/;

/** Whether a kernel can be doing the work of an operator: a check of the mapping that does not use the mapping's own reasons. */
export function isLikelyAnchor(kernelOp: string, anchorOp: string): boolean {
  const plain = kernelOp.replace(/^(QLinear|Nhwc)/, '').replace(/^(Fused|Nhwc)(?=Conv)/, '');
  if (plain === anchorOp) return true;
  const allowed = ANCHORS.get(kernelOp);
  if (allowed !== undefined) return allowed.test(anchorOp);
  if (GELU.test(kernelOp)) return /^(Mul|Gelu|Swish)$/.test(anchorOp);
  return MATMUL.test(kernelOp) && MATMUL.test(anchorOp);
}
