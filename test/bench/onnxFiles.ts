import fs from 'node:fs';
import path from 'node:path';
import { onnx } from '../../src/onnx/generated/onnx';

const FLOAT = 1;
const EXTERNAL = 1;
const BLOCK_BYTES = 8 << 20;
const MATRIX_DIM = 1024;
const MATRIX_BYTES = 4 * MATRIX_DIM * MATRIX_DIM;

/** The models that the figures are about. */
export interface BenchFiles {
  /** 250 matrices of 4 MiB, dense on disk: 1.05 GB. */
  readonly embedded: string;
  /** 720 matrices in a sparse file of 3.02 GB beside it. */
  readonly external: string;
  readonly nodes10k: string;
  readonly nodes100k: string;
}

export function makeBenchFiles(folder: string): BenchFiles {
  const at = (name: string): string => path.join(folder, name);
  const files = {
    embedded: at('embedded.onnx'),
    external: at('external.onnx'),
    nodes10k: at('nodes10k.onnx'),
    nodes100k: at('nodes100k.onnx'),
  };
  writeEmbedded(files.embedded, 250);
  writeExternal(files.external, 720);
  fs.writeFileSync(files.nodes10k, chainOf(10_000));
  fs.writeFileSync(files.nodes100k, chainOf(100_000));
  return files;
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return Uint8Array.from([...bytes, rest]);
}

function field(number: number, length: number): Uint8Array {
  return Buffer.concat([varint(number * 8 + 2), varint(length)]);
}

/** A chain of MatMul and Relu, all but its weights. */
function matrixChain(count: number): onnx.GraphProto.$Properties {
  const node = Array.from({ length: count }, (_, index) => [
    { opType: 'MatMul', name: `/layers.${index}/fc/MatMul`, input: [`v${index}`, `layers.${index}.fc.weight`], output: [`h${index}`] },
    { opType: 'Relu', name: `/layers.${index}/act/Relu`, input: [`h${index}`], output: [`v${index + 1}`] },
  ]).flat();
  const value = (name: string): onnx.ValueInfoProto.$Properties => ({
    name,
    type: { tensorType: { elemType: FLOAT, shape: { dim: [{ dimParam: 'n' }, { dimValue: MATRIX_DIM }] } } },
  });
  return { name: 'chain', node, input: [value('v0')], output: [value(`v${count}`)] };
}

function encodeModel(graph: onnx.GraphProto.$Properties): Uint8Array {
  return onnx.ModelProto.encode({ irVersion: 8, opsetImport: [{ domain: '', version: 17 }], graph }).finish();
}

/** Real bytes, not holes: copying holes is no work. */
function writeEmbedded(file: string, count: number): void {
  const block = new Uint8Array(BLOCK_BYTES).map((_, index) => (index * 2_654_435_761) >>> 24);
  const head = onnx.GraphProto.encode(matrixChain(count)).finish();
  const weights = Array.from({ length: count }, (_, index) => {
    const tensor = onnx.TensorProto.encode({ name: `layers.${index}.fc.weight`, dims: [MATRIX_DIM, MATRIX_DIM], dataType: FLOAT }).finish();
    const raw = field(9, MATRIX_BYTES);
    return [field(5, tensor.length + raw.length + MATRIX_BYTES), tensor, raw, block.subarray(0, MATRIX_BYTES)];
  }).flat();
  const graph = [head, ...weights];
  const length = graph.reduce((sum, { length: bytes }) => sum + bytes, 0);
  const model = onnx.ModelProto.encode({ irVersion: 8, opsetImport: [{ domain: '', version: 17 }] }).finish();
  const descriptor = fs.openSync(file, 'wx');
  for (const bytes of [model, field(7, length), ...graph]) fs.writeSync(descriptor, bytes);
  fs.fsyncSync(descriptor);
  fs.closeSync(descriptor);
}

export function writeExternal(file: string, count: number): void {
  const location = `${path.basename(file)}.data`;
  const initializer = Array.from({ length: count }, (_, index) => ({
    name: `layers.${index}.fc.weight`,
    dims: [MATRIX_DIM, MATRIX_DIM],
    dataType: FLOAT,
    dataLocation: EXTERNAL,
    externalData: Object.entries({ location, offset: index * MATRIX_BYTES, length: MATRIX_BYTES }).map(([key, value]) => ({
      key,
      value: String(value),
    })),
  }));
  fs.writeFileSync(file, encodeModel({ ...matrixChain(count), initializer }), { flag: 'wx' });
  const descriptor = fs.openSync(path.join(path.dirname(file), location), 'wx');
  fs.ftruncateSync(descriptor, count * MATRIX_BYTES);
  fs.closeSync(descriptor);
}

/** Names as PyTorch writes them: about 150 bytes a node. */
function chainOf(count: number): Uint8Array {
  const ops = ['Conv', 'Relu', 'Add', 'Mul', 'Sigmoid'];
  const node = Array.from({ length: count }, (_, index) => {
    const scope = `/model/encoder/layers.${Math.floor(index / 20)}/block.${Math.floor(index / 5) % 4}`;
    const opType = ops[index % ops.length] ?? '';
    return {
      opType,
      name: `${scope}/${opType}_${index}`,
      input: index === 0 ? ['x'] : [`${scopeOf(index - 1)}_output_${index - 1}`],
      output: [`${scopeOf(index)}_output_${index}`],
    };
  });
  return encodeModel({ name: 'chain', node, input: [{ name: 'x' }], output: [{ name: node.at(-1)?.output[0] ?? '' }] });
}

function scopeOf(index: number): string {
  return `/model/encoder/layers.${Math.floor(index / 20)}/block.${Math.floor(index / 5) % 4}/out`;
}
