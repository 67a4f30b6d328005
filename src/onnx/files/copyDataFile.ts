import fs from 'node:fs';
import path from 'node:path';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { ByteSource } from '../byteSource';
import { fileError } from './fileError';
import { FileSource } from './fileSource';
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
  const made = makeFolder(folder, path.dirname(target), target);
  if (isTaken(target)) {
    if ((source instanceof FileSource && source.isAt(target)) || (await hasSameBytes(source, target))) return undefined;
    throw new LayerwiseError('output-exists', `${target} exists already with other contents. Choose another folder or remove it.`, {
      file: target,
    });
  }
  const output = await OutputFile.create(target, made);
  try {
    await output.writeAll(source, signal);
  } catch (error) {
    await output.withdraw();
    throw error;
  }
  return output;
}

function isTaken(target: string): boolean {
  try {
    return fs.lstatSync(target, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    throw fileError(error, target);
  }
}

/** Makes the folder of a data file and returns the folders that were not there, the innermost first; a link on the way must not lead out of the target folder. */
function makeFolder(folder: string, inner: string, target: string): readonly string[] {
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
    const made: string[] = [];
    for (let missing = inner; missing !== existing; missing = path.dirname(missing)) made.push(missing);
    return made;
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
