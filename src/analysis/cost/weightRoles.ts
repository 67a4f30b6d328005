import { dtypeBits, isFloatDtype } from '../../shared/graph/dtype';
import { NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { elementCount } from '../../shared/graph/shape';
import type { Weight } from '../../shared/graph/weight';

/**
 * What a stored tensor counts as. `metadata`: scales and zero points; `statistics`: mean and variance of BatchNormalization; `bias`: int32 biases of
 * quantized operators; `shape`: other integers and bools.
 */
export type WeightRole = 'parameter' | 'constant' | 'quantized' | 'bias' | 'statistics' | 'metadata' | 'shape';

/** Operand positions that hold scales, zero points and the like. */
const METADATA = new Map<string, readonly number[]>([
  ['QuantizeLinear', [1, 2]],
  ['DequantizeLinear', [1, 2]],
  ['QLinearConv', [1, 2, 4, 5, 6, 7]],
  ['QLinearMatMul', [1, 2, 4, 5, 6, 7]],
  ['QLinearAdd', [1, 2, 4, 5, 6, 7]],
  ['QLinearMul', [1, 2, 4, 5, 6, 7]],
  ['QGemm', [1, 2, 4, 5, 7, 8]],
  ['MatMulInteger', [2, 3]],
  ['ConvInteger', [2, 3]],
  ['MatMulIntegerToFloat', [2, 3, 4, 5]],
  ['DynamicQuantizeMatMul', [2, 3]],
  ['MatMulNBits', [2, 3, 4]],
  ['MatMulBnb4', [2]],
  ['QAttention', [3, 4, 6, 7]],
  ['QLinearSigmoid', [1, 2, 3, 4]],
  ['QLinearLeakyRelu', [1, 2, 3, 4]],
  ['QLinearSoftmax', [1, 2, 3, 4]],
  ['QLinearGlobalAveragePool', [1, 2, 3, 4]],
  ['QLinearAveragePool', [1, 2, 3, 4]],
  ['QLinearReduceMean', [1, 2, 3, 4]],
  ['QLinearWhere', [2, 3, 5, 6, 7, 8]],
  ['GatherBlockQuantized', [2, 3]],
]);

/** QLinearConcat: scale and zero point of the result, then value, scale and zero point of every operand. */
function isMetadata(op: string, position: number): boolean {
  if (op === 'QLinearConcat') return position < 2 || (position - 2) % 3 !== 0;
  return METADATA.get(op)?.includes(position) === true;
}

/** Operand positions of integer biases. */
const BIASES = new Map<string, number>([
  ['QLinearConv', 8],
  ['QGemm', 6],
  ['DequantizeLinear', 0],
]);

/** Operators whose packed weight stands for K·N elements. */
const PACKED = new Set(['MatMulNBits', 'MatMulBnb4', 'MatMulFpQ4']);

/** What every tensor is used as, found in one pass over the nodes. */
export class WeightRoles {
  private readonly uses: Int32Array;
  private readonly metadataUses: Int32Array;
  private readonly statisticsUses: Int32Array;
  private readonly isBias: Uint8Array;
  /** K·N of packed weights. */
  private readonly packed = new Map<TensorId, number>();

  constructor(private readonly graph: Graph) {
    const count = graph.tensors.count;
    this.uses = new Int32Array(count);
    this.metadataUses = new Int32Array(count);
    this.statisticsUses = new Int32Array(count);
    this.isBias = new Uint8Array(count);
    for (let node = 0; node < graph.nodes.count; node++) this.note(node, graph.nodes.ops[node] ?? '');
  }

  roleOf(tensor: TensorId, weight: Weight): WeightRole {
    const uses = this.uses[tensor] ?? 0;
    if (uses > 0 && this.metadataUses[tensor] === uses) return 'metadata';
    const bits = dtypeBits(weight.dtype);
    if (isFloatDtype(weight.dtype) && bits >= 16) {
      if (uses > 0 && this.statisticsUses[tensor] === uses) return 'statistics';
      return this.graph.tensors.isInitializer[tensor] === 1 ? 'parameter' : 'constant';
    }
    if (weight.dtype === 'int32' && this.isBias[tensor] === 1) return 'bias';
    return bits > 0 && bits < 16 && weight.dtype !== 'bool' ? 'quantized' : 'shape';
  }

  /** Logical elements of a weight: a packed blob stands for the matrix that it holds. */
  elementsOf(tensor: TensorId, weight: Weight): number {
    return this.packed.get(tensor) ?? elementCount(weight.dims) ?? 0;
  }

  private note(node: NodeId, op: string): void {
    const { inputStart, inputs } = this.graph.nodes;
    const start = inputStart[node] ?? 0;
    const bias = BIASES.get(op);
    for (let slot = start; slot < (inputStart[node + 1] ?? start); slot++) {
      const tensor = inputs[slot] ?? NONE;
      if (tensor === NONE) continue;
      const position = slot - start;
      increment(this.uses, tensor);
      if (isMetadata(op, position)) increment(this.metadataUses, tensor);
      if (op === 'BatchNormalization' && (position === 3 || position === 4)) increment(this.statisticsUses, tensor);
      if (bias === position) this.isBias[tensor] = 1;
      if (position === 1 && PACKED.has(op)) this.notePacked(node, tensor);
    }
  }

  private notePacked(node: NodeId, tensor: TensorId): void {
    const attributes = this.graph.nodes.attributes(node);
    const [k, n] = [attributes.get('K'), attributes.get('N')];
    if (k?.kind === 'int' && n?.kind === 'int') this.packed.set(tensor, k.value * n.value);
  }
}

function increment(counts: Int32Array, index: number): void {
  counts[index] = (counts[index] ?? 0) + 1;
}
