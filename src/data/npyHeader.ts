import type { DenseData } from '../shared/graph/denseTensor';
import type { Dtype } from '../shared/graph/dtype';
import { LayerwiseError } from '../shared/report/layerwiseError';
import { elementsOfBytes } from './typedArray';

/** What the head of a `.npy` file says. */
export interface NpyHeader {
  readonly dtype: Dtype;
  /** Bytes of one element in the file. */
  readonly itemBytes: number;
  readonly bigEndian: boolean;
  /** Strings are UTF-32 (`U`), not bytes (`S`). */
  readonly wide: boolean;
  readonly fortranOrder: boolean;
  readonly dims: readonly number[];
  /** Where the elements start. */
  readonly dataOffset: number;
}

/** Enough for every header but one of hundreds of dims. */
export const NPY_HEADER_BYTES = 64 * 1024;

const MAGIC = '\u0093NUMPY';
const DTYPES: ReadonlyMap<string, Dtype> = new Map([
  ['f2', 'float16'],
  ['f4', 'float32'],
  ['f8', 'float64'],
  ['i1', 'int8'],
  ['i2', 'int16'],
  ['i4', 'int32'],
  ['i8', 'int64'],
  ['u1', 'uint8'],
  ['u2', 'uint16'],
  ['u4', 'uint32'],
  ['u8', 'uint64'],
  ['b1', 'bool'],
]);

/** Parses the head of a NumPy array file, format versions 1 to 3 (numpy/lib/format.py). Throws `data-invalid`, naming `source`. */
export function parseNpyHeader(bytes: Buffer, source: string): NpyHeader {
  if (bytes.length < 10 || bytes.toString('latin1', 0, 6) !== MAGIC) throw invalid(source, 'is no NumPy array file');
  const long = bytes[6]! > 1;
  const start = long ? 12 : 10;
  const length = long ? bytes.readUInt32LE(8) : bytes.readUInt16LE(8);
  if (start + length > bytes.length) throw invalid(source, 'ends inside its header');
  const text = bytes.toString('utf8', start, start + length);
  const descr = /'descr'\s*:\s*'([^']*)'/.exec(text)?.[1];
  const fortran = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  const shape = /'shape'\s*:\s*\(([\d\s,L]*)\)/.exec(text)?.[1];
  if (descr === undefined || fortran === undefined || shape === undefined) throw invalid(source, 'holds records or has a damaged header');
  const dims = shape
    .replaceAll('L', '')
    .split(',')
    .filter(part => part.trim() !== '')
    .map(Number);
  return { ...elementType(descr, source), fortranOrder: fortran === 'True' && dims.length > 1, dims, dataOffset: start + length };
}

function elementType(descr: string, source: string): Pick<NpyHeader, 'dtype' | 'itemBytes' | 'bigEndian' | 'wide'> {
  const [, order, kind, size] = /^([<>|=]?)([a-zA-Z])(\d+)$/.exec(descr) ?? [];
  const bigEndian = order === '>';
  if (kind === 'U' || kind === 'S')
    return { dtype: 'string', itemBytes: Number(size) * (kind === 'U' ? 4 : 1), bigEndian, wide: kind === 'U' };
  const dtype = DTYPES.get(`${kind ?? ''}${size ?? ''}`);
  if (dtype === undefined) throw invalid(source, `has elements of type “${descr}”; save numbers or strings, not Python objects`);
  return { dtype, itemBytes: Number(size), bigEndian, wide: false };
}

/** Elements out of their bytes in the file. */
export function decodeNpy(header: NpyHeader, bytes: Buffer): DenseData {
  const { dtype, itemBytes, bigEndian } = header;
  if (dtype === 'string') return decodeStrings(header, bytes);
  const ordered = new Uint8Array(bytes);
  if (bigEndian) swap(Buffer.from(ordered.buffer), itemBytes);
  return elementsOfBytes(dtype, ordered) ?? ordered;
}

function decodeStrings({ itemBytes, bigEndian, wide }: NpyHeader, bytes: Buffer): readonly string[] {
  const strings: string[] = [];
  for (let start = 0; start < bytes.length; start += itemBytes) {
    const item = bytes.subarray(start, start + itemBytes);
    strings.push((wide ? utf32(item, bigEndian) : item.toString('latin1')).replace(/\0+$/, ''));
  }
  return strings;
}

function utf32(item: Buffer, bigEndian: boolean): string {
  let text = '';
  for (let at = 0; at < item.length; at += 4) {
    const code = bigEndian ? item.readUInt32BE(at) : item.readUInt32LE(at);
    text += code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
  }
  return text;
}

function swap(bytes: Buffer, itemBytes: number): void {
  if (itemBytes === 2) bytes.swap16();
  else if (itemBytes === 4) bytes.swap32();
  else if (itemBytes === 8) bytes.swap64();
}

function invalid(source: string, what: string): LayerwiseError {
  return new LayerwiseError('data-invalid', `${source} ${what}.`, { file: source });
}
