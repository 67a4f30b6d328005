import fs from 'node:fs/promises';
import { LayerwiseError } from '../shared/report/layerwiseError';
import { decodeNpy, NPY_HEADER_BYTES, parseNpyHeader, type NpyHeader } from './npyHeader';
import { memoryArray, type SampleArray } from './sampleArray';

/** Largest array that is taken into memory as a whole because it cannot be read in parts. */
export const LARGEST_IN_MEMORY_BYTES = 2 ** 30;

/** Opens a `.npy` file; samples are read from it as they are needed. Throws `data-invalid`, or what the file system says. */
export async function openNpyFile(file: string): Promise<SampleArray> {
  const handle = await fs.open(file, 'r');
  try {
    const { size } = await handle.stat();
    const head = Buffer.alloc(Math.min(size, NPY_HEADER_BYTES));
    await handle.read(head, 0, head.length, 0);
    const header = parseNpyHeader(head, file);
    checkSize(header, size - header.dataOffset, file);
    if (header.fortranOrder) return await readWhole(handle, header, file);
    return rangedArray(handle, header, file);
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** An array out of the bytes of a whole `.npy` file. Throws `data-invalid`. */
export function npyFromBytes(bytes: Buffer, source: string): SampleArray {
  const header = parseNpyHeader(bytes, source);
  checkSize(header, bytes.length - header.dataOffset, source);
  const length = elements(header) * header.itemBytes;
  const data = decodeNpy(header, bytes.subarray(header.dataOffset, header.dataOffset + length));
  return memoryArray(source, header.dtype, header.dims, header.fortranOrder ? rowMajor(data, header.dims) : data);
}

function rangedArray(handle: fs.FileHandle, header: NpyHeader, source: string): SampleArray {
  const stride = header.dims.slice(1).reduce((product, size) => product * size, 1) * header.itemBytes;
  return {
    source,
    dtype: header.dtype,
    dims: header.dims,
    read: async (start, count) => {
      const bytes = Buffer.alloc(count * stride);
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, header.dataOffset + start * stride);
      if (bytesRead < bytes.length) throw new LayerwiseError('io', `${source} became shorter while it was read.`, { file: source });
      return decodeNpy(header, bytes);
    },
    close: () => handle.close(),
  };
}

async function readWhole(handle: fs.FileHandle, header: NpyHeader, source: string): Promise<SampleArray> {
  const bytes = Buffer.alloc(elements(header) * header.itemBytes);
  await handle.read(bytes, 0, bytes.length, header.dataOffset);
  await handle.close();
  return memoryArray(source, header.dtype, header.dims, rowMajor(decodeNpy(header, bytes), header.dims));
}

function elements({ dims }: NpyHeader): number {
  return dims.reduce((product, size) => product * size, 1);
}

function checkSize(header: NpyHeader, available: number, source: string): void {
  const needed = elements(header) * header.itemBytes;
  const problem =
    available < needed
      ? `is cut off: its header promises ${needed} bytes of elements, it has ${Math.max(0, available)}`
      : header.fortranOrder && needed > LARGEST_IN_MEMORY_BYTES
        ? 'is in Fortran order and too large to be reordered; save it with numpy.ascontiguousarray'
        : undefined;
  if (problem !== undefined) throw new LayerwiseError('data-invalid', `${source} ${problem}.`, { file: source });
}

/** Reorders elements that are stored first axis fastest. */
function rowMajor<T extends Awaited<ReturnType<SampleArray['read']>>>(data: T, dims: readonly number[]): T {
  const strides = dims.map((_, axis) => dims.slice(0, axis).reduce((product, size) => product * size, 1));
  const result = data.slice();
  const target = result as unknown[];
  const index = dims.map(() => 0);
  for (let to = 0; to < data.length; to++) {
    target[to] = data[index.reduce((sum, position, axis) => sum + position * strides[axis]!, 0)];
    for (let axis = dims.length - 1; axis >= 0 && ++index[axis]! === dims[axis]; axis--) index[axis] = 0;
  }
  return result as T;
}
