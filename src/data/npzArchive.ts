import fs from 'node:fs';
import { promisify } from 'node:util';
import yauzl from 'yauzl';
import { formatBytes } from '../shared/base/formatNumber';
import { LayerwiseError } from '../shared/report/layerwiseError';
import { LARGEST_IN_MEMORY_BYTES, npyFromBytes } from './npyArray';
import type { SampleArray } from './sampleArray';

const openZip = promisify<string, yauzl.Options, yauzl.ZipFile>(yauzl.open);

/** The arrays of a `.npz` archive by name (without `.npy`), decompressed into memory. Throws `data-invalid`, or what the file system says. */
export async function readNpz(file: string): Promise<ReadonlyMap<string, SampleArray>> {
  await fs.promises.access(file, fs.constants.R_OK);
  const zip = await openZip(file, { lazyEntries: true, autoClose: true, decodeStrings: false }).catch((error: unknown) => {
    throw damaged(file, error);
  });
  const arrays = new Map<string, SampleArray>();
  let total = 0;
  await forEachEntry(zip, file, async entry => {
    // The library refuses names that would be dangerous as paths. These are only compared with the names of inputs, which may hold anything.
    const name = entry.fileNameRaw.toString('utf8');
    if (!name.endsWith('.npy')) return;
    total += entry.uncompressedSize;
    if (total > LARGEST_IN_MEMORY_BYTES) throw tooLarge(file);
    const bytes = await readEntry(zip, entry).catch((error: unknown) => {
      throw damaged(file, error);
    });
    arrays.set(name.slice(0, -'.npy'.length), npyFromBytes(bytes, `${file}:${name}`));
  });
  return arrays;
}

function forEachEntry(zip: yauzl.ZipFile, file: string, visit: (entry: yauzl.Entry) => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    zip.on('entry', (entry: yauzl.Entry) => void visit(entry).then(() => zip.readEntry(), reject));
    zip.on('end', resolve);
    zip.on('error', (error: unknown) => reject(damaged(file, error)));
    zip.readEntry();
  });
}

/** The size in the directory may be a lie: reading stops where it is exceeded. */
function readEntry(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error !== null) {
        reject(error);
        return;
      }
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => resolve(Buffer.concat(chunks)));
      stream.on('error', reject);
    });
  });
}

function damaged(file: string, error: unknown): LayerwiseError {
  const detail = error instanceof Error ? error.message : String(error);
  return new LayerwiseError('data-invalid', `${file} is no readable .npz archive: ${detail}.`, { file });
}

function tooLarge(file: string): LayerwiseError {
  return new LayerwiseError(
    'data-invalid',
    `${file} holds more than ${formatBytes(LARGEST_IN_MEMORY_BYTES)}. Save a folder with one .npy file per input instead: those are read in parts.`,
    { file },
  );
}
