import type { AttributeValue } from '../../../shared/graph/attribute';
import { dtypeNumber, type Dtype } from '../../../shared/graph/dtype';
import type { NodeDefinition } from '../../../shared/graph/edit';
import type { NodeId } from '../../../shared/graph/graph';
import type { ConcreteShape } from '../../../shared/graph/shape';
import { makeWeight } from '../../makeWeight';
import type { PassInput } from '../../pass';
import { defineNode, type Rewriter } from '../../rewrite/rewriter';
import { int64Vector } from '../../rewrite/vectorWeight';
import { blocksOf, middleCode, type BlockedWeight, type BlockFormat } from './blockGrid';
import { packNibbles, packRows } from './packNibbles';
import { transposeMatrix } from '../../transposeMatrix';

/** Domain of the runtime's own operators. */
export const MICROSOFT = 'com.microsoft';

/** A weight [rows, depth] on its way into the file. `compute` is not called in a dry run. */
export interface BlockedSource {
  readonly input: PassInput;
  readonly rewriter: Rewriter;
  readonly format: BlockFormat;
  readonly rows: number;
  readonly depth: number;
  /** The weight that it is made from. */
  readonly name: string;
  readonly compute: () => BlockedWeight;
  /** Stores under a key, or says what was stored under it before: a weight that several nodes read is stored once. */
  readonly storeOnce: (what: string, store: () => Promise<StoredBlocks>) => Promise<StoredBlocks>;
}

/** Names of the initializers that a weight is stored in; `zeroPoints` is `""` where all of them are what the operator takes by itself. */
export interface StoredBlocks {
  readonly codes: string;
  readonly scales: string;
  readonly zeroPoints: string;
}

function codeDtype({ bits, isSymmetric }: BlockFormat): Dtype {
  if (bits === 8) return isSymmetric ? 'int8' : 'uint8';
  return isSymmetric ? 'int4' : 'uint4';
}

/** Codes as the standard operators have them: signed around zero when symmetric, two per byte when of 4 bits. */
function asStored(codes: Uint8Array, format: BlockFormat): Uint8Array {
  const middle = format.isSymmetric ? middleCode(format) : 0;
  const shifted = middle === 0 ? codes : codes.map(code => code - middle);
  return format.bits === 4 ? packNibbles(shifted) : shifted;
}

/** Stores codes, scales and zero-points for DequantizeLinear with `block_size` (opset 21) before a MatMul: [depth, rows]. */
export function storeForDequantize(source: BlockedSource): Promise<StoredBlocks> {
  return source.storeOnce('dequantize', () => storeTurned(source));
}

async function storeTurned(source: BlockedSource): Promise<StoredBlocks> {
  const { input, rewriter, format, rows, depth, name, compute } = source;
  const blocks = blocksOf(depth, format);
  const dtype = codeDtype(format);
  const add = async (suffix: string, type: Dtype, height: number, values: () => Uint8Array | Float32Array): Promise<string> =>
    rewriter.addWeight(`${name}_${suffix}`, await makeWeight(input, type, [height, rows], values), [name]);
  const zeroPoints = (): Uint8Array => asStored(transposeMatrix(compute().zeroPoints, rows, blocks), format);
  return {
    codes: await add('quantized', dtype, depth, () => asStored(transposeMatrix(compute().codes, rows, depth), format)),
    scales: await add('scale', 'float32', blocks, () => transposeMatrix(compute().scales, rows, blocks)),
    zeroPoints: format.isSymmetric ? '' : await add('zero_point', dtype, blocks, zeroPoints),
  };
}

/** DequantizeLinear over blocks of `axis`. */
export function dequantizeNode(name: string, stored: StoredBlocks, output: string, axis: number, block: number): NodeDefinition {
  const attributes = new Map<string, AttributeValue>([
    ['axis', { kind: 'int', value: axis }],
    ['block_size', { kind: 'int', value: block }],
  ]);
  const inputs = [stored.codes, stored.scales, ...(stored.zeroPoints === '' ? [] : [stored.zeroPoints])];
  return defineNode('DequantizeLinear', name, inputs, [output], [], attributes);
}

/** Stores a weight as com.microsoft.MatMulNBits reads it: codes [rows, blocks, block · bits / 8], low half first, the last block filled up. */
export function storeForMatMulNBits(source: BlockedSource): Promise<StoredBlocks> {
  return source.storeOnce('nbits', () => storePacked(source));
}

async function storePacked(source: BlockedSource): Promise<StoredBlocks> {
  const { input, rewriter, format, rows, depth, name, compute } = source;
  const { bits, block, isSymmetric } = format;
  const blocks = blocksOf(depth, format);
  const pack = (codes: Uint8Array): Uint8Array => (bits === 4 ? packRows(codes, rows) : codes);
  const blobBytes = (block * bits) / 8;
  const codes = await makeWeight(input, 'uint8', [rows, blocks, blobBytes], () => pack(filledUp(compute(), blocks * block)));
  const scales = await makeWeight(input, 'float32', [rows, blocks], () => compute().scales);
  const zeroWidth = Math.ceil((blocks * bits) / 8);
  const zeros = await makeWeight(input, 'uint8', [rows, zeroWidth], () => pack(compute().zeroPoints));
  return {
    codes: rewriter.addWeight(`${name}_quantized`, codes, [name]),
    scales: rewriter.addWeight(`${name}_scale`, scales, [name]),
    zeroPoints: isSymmetric ? '' : rewriter.addWeight(`${name}_zero_point`, zeros, [name]),
  };
}

/** Rows of `width` codes; what is beyond the weight stands for zero. */
function filledUp({ rows, depth, codes, zeroPoints }: BlockedWeight, width: number): Uint8Array {
  if (width === depth) return codes;
  const blocks = zeroPoints.length / rows;
  const filled = new Uint8Array(rows * width);
  for (let row = 0; row < rows; row++) {
    filled.fill(zeroPoints[(row + 1) * blocks - 1]!, row * width, (row + 1) * width);
    filled.set(codes.subarray(row * depth, (row + 1) * depth), row * width);
  }
  return filled;
}

/**
 * Puts back the float32 weight by Cast, Sub, Mul and Reshape, which runtimes compute once at load: a smaller file that runs as before. `depth` must be a
 * multiple of the block. Returns the name of the result, which has `dims`.
 */
export async function insertFolded(source: BlockedSource, at: NodeId, dims: ConcreteShape): Promise<string> {
  const { rewriter, name } = source;
  const { names } = rewriter;
  const { codes, scales, zeroPoints } = await source.storeOnce('folded', () => storeRows(source));
  const make = (suffix: string): string => names.make(`${name}_${suffix}`);
  const add = (op: string, inputs: readonly string[], attributes: ReadonlyMap<string, AttributeValue> = new Map()): string => {
    const output = make(op.toLowerCase());
    rewriter.insert(at, defineNode(op, make(`${op.toLowerCase()}_node`), inputs, [output], [], attributes));
    return output;
  };
  const toFloat = new Map<string, AttributeValue>([['to', { kind: 'int', value: dtypeNumber('float32') }]]);
  const cast = add('Cast', [codes], toFloat);
  const centred = zeroPoints === '' ? cast : add('Sub', [cast, zeroPoints]);
  const scaled = add('Mul', [centred, scales]);
  return add('Reshape', [scaled, rewriter.addWeight(`${name}_dims`, int64Vector(dims))]);
}

async function storeRows({ input, rewriter, format, rows, depth, name, compute }: BlockedSource): Promise<StoredBlocks> {
  const blocks = blocksOf(depth, format);
  const codes = await makeWeight(input, codeDtype(format), [rows, blocks, depth / blocks], () => asStored(compute().codes, format));
  const scales = await makeWeight(input, 'float32', [rows, blocks, 1], () => compute().scales);
  const zeros = await makeWeight(input, 'float32', [rows, blocks, 1], () => Float32Array.from(compute().zeroPoints));
  return {
    codes: rewriter.addWeight(`${name}_quantized`, codes, [name]),
    scales: rewriter.addWeight(`${name}_scale`, scales, [name]),
    zeroPoints: format.isSymmetric ? '' : rewriter.addWeight(`${name}_zero_point`, zeros, [name]),
  };
}
