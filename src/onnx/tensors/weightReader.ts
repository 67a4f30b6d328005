import { assertNever } from '../../shared/base/assertNever';
import { dtypeBits, tensorBytes } from '../../shared/graph/dtype';
import type { Graph, TensorId } from '../../shared/graph/graph';
import { elementCount } from '../../shared/graph/shape';
import type { TensorReader, TensorValues } from '../../shared/graph/tensorReader';
import type { Weight } from '../../shared/graph/weight';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { Reason } from '../../shared/report/reason';
import type { ByteSource } from '../byteSource';
import type { ExternalStore } from '../externalData/externalStore';
import { ProblemList, quoteName } from '../problemList';
import { skimSparseTensor } from '../skim/skimTensor';
import { WeightMaker } from '../skim/weightMaker';
import { WireCursor } from '../wire/wireCursor';
import { decodeRaw } from './decodeRaw';
import { sparseToDense } from './sparseToDense';
import { typedStrings, typedToRaw } from './typedToRaw';

const DEFAULT_SMALL_BYTES = 1 << 16;
/** A sparse weight is spread out only as far as this. */
const LARGEST_DENSE_BYTES = 2 ** 30;

/** What a reader of weights needs of the model that the weights lie in. */
export interface WeightSources {
  readonly source: ByteSource;
  readonly external: ExternalStore;
  readonly weights: WeightMaker;
}

/** Reads weights of a graph, ranged and on demand. Values made by edits are read from memory. */
export class WeightReader implements TensorReader {
  constructor(
    private readonly graph: Graph,
    private readonly sources: WeightSources,
  ) {}

  async read(tensor: TensorId): Promise<TensorValues> {
    const weight = this.weightOf(tensor);
    return this.readElements(weight, this.nameOf(tensor), 0, countOf(weight));
  }

  async readRange(tensor: TensorId, start: number, count: number): Promise<TensorValues> {
    return this.readElements(this.weightOf(tensor), this.nameOf(tensor), start, count);
  }

  readSmall(tensor: TensorId, maxBytes = DEFAULT_SMALL_BYTES): TensorValues | undefined {
    const weight = this.graph.tensors.weights[tensor];
    return weight === undefined ? undefined : this.readSmallWeight(weight, maxBytes);
  }

  readSmallWeight(weight: Weight, maxBytes = DEFAULT_SMALL_BYTES): TensorValues | undefined {
    const { bytes } = weight;
    const count = countOf(weight);
    if (bytes.kind === 'unavailable' || storedBytes(weight) > maxBytes || tensorBytes(weight.dtype, count) > maxBytes) return undefined;
    try {
      if (isSparse(weight)) return this.readSmallSparse(weight, maxBytes);
      const stored = bytes.kind === 'memory' ? bytes.bytes : this.readNow(bytes.file, bytes.offset, bytes.length);
      return decode(weight, stored, '', 0, count, 0);
    } catch (error) {
      if (error instanceof LayerwiseError) return undefined;
      throw error;
    }
  }

  private async readElements(weight: Weight, name: string, start: number, count: number): Promise<TensorValues> {
    const { bytes, dtype } = weight;
    const total = countOf(weight);
    if (start < 0 || count < 0 || start + count > total) {
      throw new LayerwiseError('usage', `Elements ${start} to ${start + count} of ${quoteName(name)} were asked for, but it has ${total}.`);
    }
    if (bytes.kind === 'unavailable') throw this.unavailable(weight, name, bytes.reason);
    if (bytes.kind === 'memory') return decode(weight, bytes.bytes, name, start, count, 0);
    if (bytes.form === 'sparse') return { data: (await this.readSparse(weight, name)).slice(start, start + count) };
    if (bytes.form === 'typedField') {
      return decode(weight, await this.readLater(bytes.file, bytes.offset, bytes.length), name, start, count, 0);
    }
    const firstByte = Math.floor((start * dtypeBits(dtype)) / 8);
    const length = tensorBytes(dtype, start + count) - firstByte;
    return decode(weight, await this.readLater(bytes.file, bytes.offset + firstByte, length), name, start, count, firstByte);
  }

  private async readSparse(weight: Weight, name: string): Promise<TensorValues['data']> {
    assertSpreadable(weight, name);
    const { values, indices } = this.sparseParts(weight, name);
    const read = (part: Weight): Promise<TensorValues> => this.readElements(part, name, 0, countOf(part));
    return spreadOut(weight, name, await read(values), await read(indices));
  }

  private readSmallSparse(weight: Weight, maxBytes: number): TensorValues | undefined {
    const parts = this.sparseParts(weight, '');
    const [values, indices] = [this.readSmallWeight(parts.values, maxBytes), this.readSmallWeight(parts.indices, maxBytes)];
    return values === undefined || indices === undefined ? undefined : { data: spreadOut(weight, '', values, indices) };
  }

  /** What a sparse weight consists of, as weights of their own, each of which may be external. */
  private sparseParts({ bytes }: Weight, name: string): { readonly values: Weight; readonly indices: Weight } {
    const { source, external } = this.sources;
    const { offset, length } = bytes.kind === 'file' ? bytes : { offset: 0, length: 0 };
    const cursor = new WireCursor(source);
    cursor.seek(offset);
    const { values, indices } = skimSparseTensor(cursor, offset + length);
    const maker = new WeightMaker(external, new ProblemList());
    if (values === undefined || indices === undefined)
      throw new LayerwiseError('invalid-graph', `The sparse weight ${quoteName(name)} lacks its values or its indices.`);
    return { values: maker.makeWeight(values, name), indices: maker.makeWeight(indices, name) };
  }

  private weightOf(tensor: TensorId): Weight {
    const weight = this.graph.tensors.weights[tensor];
    if (weight !== undefined) return weight;
    throw new LayerwiseError(
      'not-applicable',
      `${quoteName(this.nameOf(tensor))} has no stored values: it is computed when the model runs.`,
    );
  }

  private nameOf(tensor: TensorId): string {
    return this.graph.tensors.names[tensor] ?? '';
  }

  private unavailable(weight: Weight, name: string, sentence: string): LayerwiseError {
    const reason: Reason = this.sources.weights.unavailable.get(weight)?.reason ?? 'invalid-graph';
    const { name: file } = this.sources.source;
    return new LayerwiseError(reason, `The values of ${quoteName(name)} in ${file} cannot be read. ${sentence}`, { file });
  }

  private sourceOf(file: string): ByteSource {
    const { source, external, weights } = this.sources;
    if (file === 'model') return source;
    const located = [...weights.externalFiles.values()].find(candidate => candidate.path === file);
    if (located === undefined) throw new LayerwiseError('external-data-outside', `${file} is no data file of ${source.name}.`, { file });
    return external.open(located);
  }

  private readNow(file: string, offset: number, length: number): Uint8Array<ArrayBuffer> {
    const target = new Uint8Array(length);
    const source = this.sourceOf(file);
    return this.whole(target, source.readInto(target, offset), source);
  }

  private async readLater(file: string, offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const source = this.sourceOf(file);
    const target = new Uint8Array(length);
    return this.whole(target, await source.readIntoAsync(target, offset), source);
  }

  private whole(target: Uint8Array<ArrayBuffer>, got: number, { name }: ByteSource): Uint8Array<ArrayBuffer> {
    if (got === target.length) return target;
    throw new LayerwiseError('changed-on-disk', `${name} became shorter while it was open. Open the model again.`, { file: name });
  }
}

function countOf({ dims }: Weight): number {
  return elementCount(dims) ?? 0;
}

/** Bytes that must be read for the values. */
function storedBytes({ bytes }: Weight): number {
  switch (bytes.kind) {
    case 'file':
      return bytes.length;
    case 'memory':
      return bytes.bytes.length;
    case 'unavailable':
      return 0;
    default:
      return assertNever(bytes);
  }
}

/** Decodes elements from bytes as stored, of which the first `skipped` were not read. */
function decode(weight: Weight, stored: Uint8Array, name: string, start: number, count: number, skipped: number): TensorValues {
  const { dtype, bytes } = weight;
  const form = bytes.kind === 'file' ? bytes.form : 'raw';
  if (dtype === 'string') {
    const texts = typedStrings(stored, name);
    if (texts.length !== countOf(weight)) throw wrongSize(name, `${texts.length} values`, countOf(weight));
    return { data: texts.slice(start, start + count) };
  }
  const raw = form === 'typedField' ? typedToRaw(stored, dtype, name) : stored;
  const whole = tensorBytes(dtype, countOf(weight));
  if (form === 'typedField' && raw.length !== whole) throw wrongSize(name, `${raw.length} bytes of values`, whole);
  const firstByte = Math.floor((start * dtypeBits(dtype)) / 8);
  const needed = tensorBytes(dtype, start + count) - firstByte;
  const from = firstByte - skipped;
  if (from + needed > raw.length) throw wrongSize(name, `${raw.length} bytes of values`, from + needed);
  // A copy unless the bytes are a buffer of their own: typed arrays need an aligned start.
  const own =
    from === 0 &&
    raw.byteOffset === 0 &&
    raw.buffer instanceof ArrayBuffer &&
    raw.byteLength === raw.buffer.byteLength &&
    bytes.kind !== 'memory';
  const aligned = own ? new Uint8Array(raw.buffer) : new Uint8Array(raw.subarray(from, from + needed));
  return { data: decodeRaw(aligned, dtype, count, start * dtypeBits(dtype) - firstByte * 8) };
}

function wrongSize(name: string, found: string, needed: number): LayerwiseError {
  return new LayerwiseError('invalid-graph', `The weight ${quoteName(name)} holds ${found} where its shape needs ${needed}.`);
}

function isSparse({ bytes }: Weight): boolean {
  return bytes.kind === 'file' && bytes.form === 'sparse';
}

function assertSpreadable(weight: Weight, name: string): void {
  if (tensorBytes(weight.dtype, countOf(weight)) <= LARGEST_DENSE_BYTES) return;
  throw new LayerwiseError(
    'too-large',
    `The sparse weight ${quoteName(name)} would take ${countOf(weight)} elements when spread out. It is left as it is.`,
  );
}

function spreadOut(weight: Weight, name: string, { data }: TensorValues, { data: positions }: TensorValues): TensorValues['data'] {
  const dense =
    Array.isArray(data) || !(positions instanceof BigInt64Array)
      ? undefined
      : sparseToDense(data as Float32Array, positions, weight.dims, countOf(weight));
  if (dense !== undefined) return dense;
  throw new LayerwiseError('invalid-graph', `The sparse weight ${quoteName(name)} has an index outside its shape.`);
}
