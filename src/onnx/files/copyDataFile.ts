import fs from 'node:fs';
import path from 'node:path';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { ByteSource } from '../byteSource';
import { fileError } from './fileError';
import { openFile } from './openFile';
import { OutputFile } from './outputFile';

const CHUNK = 1 << 20;

/** Copies a data file to its place in another folder, to be published by the caller; `undefined` when the same bytes are there already. Throws `output-exists` for other bytes. */
export async function copyDataFile(
  source: ByteSource,
  folder: string,
  location: string,
  signal?: AbortSignal,
): Promise<OutputFile | undefined> {
  const target = path.join(folder, location);
  makeFolder(folder, path.dirname(target), target);
  if (fs.lstatSync(target, { throwIfNoEntry: false }) !== undefined) {
    if (await hasSameBytes(source, target)) return undefined;
    throw new LayerwiseError('output-exists', `${target} exists already with other contents. Choose another folder or remove it.`, {
      file: target,
    });
  }
  const output = await OutputFile.create(target);
  try {
    await output.writeAll(source, signal);
  } catch (error) {
    await output.withdraw();
    throw error;
  }
  return output;
}

/** Makes the folder of a data file; a link on the way must not lead out of the target folder. */
function makeFolder(folder: string, inner: string, target: string): void {
  try {
    let existing = inner;
    while (existing !== folder && !fs.existsSync(existing)) existing = path.dirname(existing);
    const relative = path.relative(fs.realpathSync(folder), fs.realpathSync(existing));
    if (relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative)) {
      throw new LayerwiseError(
        'external-data-outside',
        `${inner} leads out of ${folder}, so ${target} is not written there. Choose another folder.`,
        { file: target },
      );
    }
    fs.mkdirSync(inner, { recursive: true });
  } catch (error) {
    throw fileError(error, target);
  }
}

async function hasSameBytes(source: ByteSource, path: string): Promise<boolean> {
  const other = openFile(path).source;
  try {
    if (other.byteLength !== source.byteLength) return false;
    const [a, b] = [new Uint8Array(CHUNK), new Uint8Array(CHUNK)];
    for (let offset = 0; offset < source.byteLength; offset += CHUNK) {
      const [gotA, gotB] = [await source.readIntoAsync(a, offset), await other.readIntoAsync(b, offset)];
      if (gotA !== gotB || Buffer.compare(a.subarray(0, gotA), b.subarray(0, gotB)) !== 0) return false;
    }
    return true;
  } finally {
    await other.close();
  }
}
