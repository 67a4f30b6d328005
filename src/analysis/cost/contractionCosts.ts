import { parseEinsum } from '../shapes/operators/contractionOperators';
import { productOf, toNumber, type CostContext, type CostFunction } from './costContext';
import { contraction, elementwise } from './nodeCost';

/** Conv: V · ∏W[1:] with V output elements; the bias adds V. Padding is counted dense. `weight`: position of W = [Cout, Cin/group, k…]. */
export function convolutionCost(weight: number, bias: number): CostFunction {
  return node => {
    const volume = node.outputVolume();
    return contraction(volume * productOf(node.dims(weight)?.slice(1)), node.has(bias) ? volume : 0);
  };
}

/** A convolution with requantization: two more operations per output element. */
export function quantizedConvolutionCost(weight: number, bias: number): CostFunction {
  const plain = convolutionCost(weight, bias);
  return node => ({ ...plain(node), otherFlops: plain(node).otherFlops + 2 * node.outputVolume() });
}

/** FusedConv: the activation and a summed fourth operand come on top of Conv. */
export const fusedConvolutionCost: CostFunction = node => {
  const plain = convolutionCost(1, 2)(node);
  const fused = (node.operator.text('activation') === '' ? 0 : 1) + (node.has(3) ? 1 : 0);
  return { ...plain, otherFlops: plain.otherFlops + fused * node.outputVolume() };
};

/** ConvTranspose is driven by its input: ∏X · ∏W[1:] with W = [Cin, Cout/group, k…]. */
export const transposedConvolutionCost: CostFunction = node =>
  contraction(node.volume(0) * productOf(node.dims(1)?.slice(1)), node.has(2) ? node.outputVolume() : 0);

/** DeformConv: Conv, and bilinear sampling of every tap in every input channel (4 products each) with its optional mask. */
export const deformableConvolutionCost: CostFunction = node => {
  const plain = convolutionCost(1, 3)(node);
  const samples = node.dim(0, 0) * node.dim(0, 1) * productOf(node.dims(1)?.slice(2)) * productOf(node.outputDims()?.slice(2));
  return { ...plain, otherFlops: plain.otherFlops + samples * (node.has(4) ? 9 : 8) };
};

/** MatMul: V · K, where K is the last axis of A; vectors count as matrices with one row or column. */
export const matMulCost: CostFunction = node => contraction(node.outputVolume() * node.dim(0, -1));

/** QLinearMatMul and its kin write quantized values: two more operations per output element. */
export const quantizedMatMulCost: CostFunction = node => contraction(node.outputVolume() * node.dim(0, -1), 2 * node.outputVolume());

/** FusedMatMul: K is the other of the last two axes when A is transposed; `alpha` scales the result. */
export const fusedMatMulCost: CostFunction = node => {
  const inner = node.flag('transA')
    ? node.flag('transBatchA') && (node.rank(0) ?? 0) > 2
      ? node.dim(0, 0)
      : node.dim(0, -2)
    : node.dim(0, -1);
  return contraction(node.outputVolume() * inner, node.int('alpha', 1) === 1 ? 0 : node.outputVolume());
};

/** Gemm: M·N·K, plus C, and `alpha` and `beta` where they are not 1. `c`: position of C. */
export function gemmCost(c: number): CostFunction {
  return node => {
    const volume = node.outputVolume();
    const inner = node.dim(0, node.flag('transA') ? 0 : 1);
    const scales = (node.int('alpha', 1) === 1 ? 0 : 1) + (node.has(c) && node.int('beta', 1) !== 1 ? 1 : 0);
    return contraction(volume * inner, (scales + (node.has(c) ? 1 : 0)) * volume);
  };
}

/** MatMulNBits and the like: K and N stand in attributes, since B is packed; unpacking costs two operations per weight. */
export const packedMatMulCost: CostFunction = node => contraction(node.outputVolume() * node.int('K'), 2 * node.int('N') * node.int('K'));

/** MatMulNBitsQkv, MatMulNBitsMlp, MatMulNBitsQLoRA: products of one input with K rows, as many columns as all results have together; an Mlp makes its columns twice. */
export const fusedProjectionsCost: CostFunction = node => {
  const rows = node.volume(0) / node.int('K');
  const columns = node.operator.op === 'MatMulNBitsQkv' ? node.int('Nq') + 2 * node.int('Nkv') : node.int('N');
  const factor = node.operator.op === 'MatMulNBitsMlp' ? 2 : 1;
  return contraction(rows * node.int('K') * columns * factor, 2 * node.int('K') * columns * factor);
};

/** A contraction that only a run can count. */
export const unknownContraction: CostFunction = () => contraction(Number.NaN, Number.NaN);

/** Einsum: the product of all labels for up to two operands, else the sum over pairwise contractions from the left. */
export const einsumCost: CostFunction = node => {
  const { operator } = node;
  const parsed = parseEinsum(
    operator.text('equation'),
    operator.inputs.map(input => input.shape),
  );
  if (parsed === undefined) return contraction(Number.NaN);
  const sizeOf = (labels: Iterable<string>): number => productOf([...labels].map(label => toNumber(parsed.dims.get(label))));
  if (parsed.operands.length === 1) return elementwise(new Set(parsed.operands[0]).size > parsed.outputLabels.length ? node.volume(0) : 0);
  let labels = new Set(parsed.operands[0]);
  let macs = 0;
  parsed.operands.slice(1).forEach((operand, index) => {
    const joined = new Set([...labels, ...operand]);
    macs += sizeOf(joined);
    const later = new Set([...parsed.outputLabels, ...parsed.operands.slice(index + 2).flat()]);
    labels = new Set([...joined].filter(label => later.has(label)));
  });
  return contraction(macs);
};

/** Products and element operations of LSTM, GRU and RNN: D directions, T steps, batch N, `gates`·H·(I + H) products per step. */
export function recurrentCost(gates: number, elementOperations: number): CostFunction {
  return node => {
    const [directions, hidden] = recurrentSizes(node);
    const [a, b] = [node.dim(0, 0), node.dim(0, 1)];
    const steps = directions * a * b;
    return {
      macs: steps * gates * hidden * (node.dim(0, 2) + hidden),
      otherFlops: steps * elementOperations * hidden,
      transcendentals: steps * (gates === 4 ? 5 : gates) * hidden,
    };
  };
}

function recurrentSizes(node: CostContext): readonly [number, number] {
  const directions = node.operator.text('direction', 'forward') === 'bidirectional' ? 2 : 1;
  return [directions, node.int('hidden_size', node.dim(2, 2))];
}
