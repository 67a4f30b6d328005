import fs from 'node:fs';
import { randomBytes } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { ByteSource } from '../byteSource';
import { sha256OfText } from './sha256';
import { fileError } from './fileError';

const BUFFER_BYTES = 1 << 20;
const HOST = sha256OfText(os.hostname()).slice(0, 8);
/** `.layerwise.<host>.<process>.<random>.tmp` */
const TEMPORARY = /^\.layerwise\.([0-9a-f]{8})\.(\d+)\.[0-9a-f]{12}\.tmp$/;
/** A file system that has no hard links. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EXDEV', 'EMLINK', 'EINVAL']);

/**
 * A file in the making: written under a temporary name in its folder, then given its own name, never in place of something else. Whatever
 * happens before `publish`, nothing stands under the final name.
 */
export class OutputFile {
  private published = false;
  private appended = 0;

  private constructor(
    readonly path: string,
    private readonly temporary: string,
    private readonly handle: fs.promises.FileHandle,
  ) {}

  /** Throws `output-exists`, `file-missing` (no such folder), `permission`, `disk-full`, `io`. */
  static async create(target: string): Promise<OutputFile> {
    const folder = path.dirname(target);
    const temporary = path.join(folder, `.layerwise.${HOST}.${process.pid}.${randomBytes(6).toString('hex')}.tmp`);
    try {
      if (fs.lstatSync(target, { throwIfNoEntry: false }) !== undefined) throw exists(target);
      sweepTemporaries(folder);
      return new OutputFile(target, temporary, await fs.promises.open(temporary, 'wx'));
    } catch (error) {
      throw codeOf(error) === 'ENOENT' ? noFolder(target, folder) : fileError(error, target);
    }
  }

  /** Copies a source through one small buffer. */
  async writeAll(source: ByteSource, signal?: AbortSignal): Promise<void> {
    const buffer = new Uint8Array(Math.min(BUFFER_BYTES, Math.max(1, source.byteLength)));
    try {
      for (let offset = 0; offset < source.byteLength;) {
        signal?.throwIfAborted();
        const part = buffer.subarray(0, Math.min(buffer.length, source.byteLength - offset));
        const got = await source.readIntoAsync(part, offset);
        if (got === 0)
          throw new LayerwiseError('changed-on-disk', `${source.name} became shorter while it was copied. Open the model again.`, {
            file: source.name,
          });
        await this.write(part.subarray(0, got), offset);
        offset += got;
      }
    } catch (error) {
      throw fileError(error, this.path);
    }
  }

  /** Writes after everything that was appended before. */
  async append(bytes: Uint8Array): Promise<void> {
    try {
      await this.write(bytes, this.appended);
      this.appended += bytes.length;
    } catch (error) {
      throw fileError(error, this.path);
    }
  }

  /** Copies a whole file the fastest way the system knows, sharing its blocks where it can. */
  async writeClone(source: string): Promise<void> {
    try {
      await fs.promises.copyFile(source, this.temporary, fs.constants.COPYFILE_FICLONE);
    } catch (error) {
      throw fileError(error, this.path);
    }
  }

  /** Flushes, compares the size with what was meant to be written, and gives the file its name. Throws `output-exists` when one has it by now. */
  async publish(byteLength: number): Promise<void> {
    try {
      await this.handle.sync();
      const { size } = await this.handle.stat();
      if (size !== byteLength)
        throw new LayerwiseError('io', `${this.path} has ${size} bytes on disk where ${byteLength} were written. Check the disk.`, {
          file: this.path,
        });
      await this.handle.close();
      await giveName(this.temporary, this.path);
      this.published = true;
      await syncFolder(path.dirname(this.path));
    } catch (error) {
      throw fileError(error, this.path);
    }
  }

  /** Where the file can be read before it has its name. */
  get temporaryPath(): string {
    return this.temporary;
  }

  /** Removes what was written, under whichever name. Never throws. */
  async withdraw(): Promise<void> {
    await this.handle.close().catch(() => undefined);
    await fs.promises.rm(this.published ? this.path : this.temporary, { force: true }).catch(() => undefined);
  }

  private async write(bytes: Uint8Array, position: number): Promise<void> {
    for (let done = 0; done < bytes.length;) {
      const { bytesWritten } = await this.handle.write(bytes, done, bytes.length - done, position + done);
      done += bytesWritten;
    }
  }
}

function exists(target: string): LayerwiseError {
  return new LayerwiseError('output-exists', `${target} exists already and is never replaced. Choose another name or remove it.`, {
    file: target,
  });
}

function noFolder(target: string, folder: string): LayerwiseError {
  const message = `${target} cannot be written: there is no folder ${folder}. Make it, or choose another place.`;
  return new LayerwiseError('file-missing', message, { file: target });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** A link fails when the name is taken, a rename would replace; without links, exclusive creation says the same at the price of a copy. */
async function giveName(temporary: string, target: string): Promise<void> {
  try {
    await fs.promises.link(temporary, target);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw exists(target);
    if (!NO_LINKS.has(codeOf(error))) throw error;
    await fs.promises.copyFile(temporary, target, fs.constants.COPYFILE_EXCL);
  }
  await fs.promises.rm(temporary, { force: true });
}

/** Makes the new name last through a crash; not every system lets a folder be opened for that. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await fs.promises.open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
}

/** Removes what processes of this machine left behind when they were killed. */
function sweepTemporaries(folder: string): void {
  let names: readonly string[];
  try {
    names = fs.readdirSync(folder);
  } catch {
    return;
  }
  for (const name of names) {
    const [, host, pid] = TEMPORARY.exec(name) ?? [];
    if (host === HOST && pid !== undefined && !isRunning(Number(pid))) fs.rmSync(path.join(folder, name), { force: true });
  }
}
