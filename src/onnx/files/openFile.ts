import fs from 'node:fs';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import { FileSource } from './fileSource';
import { fileError } from './fileError';

/** A file that is open for reading, with what makes it the file that it is. */
export interface OpenedFile {
  readonly source: FileSource;
  readonly mtimeNs: bigint;
  readonly inode: bigint;
  readonly device: bigint;
}

const NOBODY_MAY_READ = 0o444n;

/** Why something that is not a plain readable file is refused, before it is opened: opening a pipe may wait for ever. */
export function refuseOddFile(stat: fs.BigIntStats, name: string): LayerwiseError | undefined {
  if (stat.isDirectory()) return new LayerwiseError('not-a-file', `${name} is a folder, not a file. Name a model file.`, { file: name });
  if (!stat.isFile())
    return new LayerwiseError('not-a-file', `${name} is a pipe, socket or device, not a file. Name a model file.`, { file: name });
  // Root may read what its owner has closed to everybody; the answer must not depend on who asks.
  if ((stat.mode & NOBODY_MAY_READ) === 0n) {
    return new LayerwiseError('permission', `${name} may be read by nobody: its permissions forbid it. Change them.`, { file: name });
  }
  return undefined;
}

/** Opens a plain file for ranged reads. Throws `LayerwiseError`: `file-missing`, `not-a-file`, `permission`, `io`. */
export function openFile(path: string, extraFlags = 0): OpenedFile {
  let descriptor: number | undefined;
  try {
    const refusal = refuseOddFile(fs.statSync(path, { bigint: true }), path);
    if (refusal !== undefined) throw refusal;
    descriptor = fs.openSync(path, fs.constants.O_RDONLY | fs.constants.O_NONBLOCK | extraFlags);
    const stat = fs.fstatSync(descriptor, { bigint: true });
    const refusalNow = refuseOddFile(stat, path);
    if (refusalNow !== undefined) throw refusalNow;
    const source = new FileSource(descriptor, Number(stat.size), path, stat.mtimeNs);
    return { source, mtimeNs: stat.mtimeNs, inode: stat.ino, device: stat.dev };
  } catch (error) {
    if (descriptor !== undefined) fs.closeSync(descriptor);
    throw fileError(error, path);
  }
}
