import fs from 'node:fs';
import { randomBytes } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import { throwIfCancelled } from '../throwIfCancelled';
import type { ByteSource } from '../byteSource';
import { sha256OfText } from './sha256';
import { fileError } from './fileError';

/** With larger writes the system looks for longer stretches of free memory: measured (Linux 6.18, ext4), 4 MiB took up to four times as long. */
const PART_BYTES = 1 << 18;
const TURN_BYTES = 8 << 20;
/** The disk starts early: measured, a copy of 1 GB takes half the time when its pages do not pile up until the end. */
const FLUSHED_BYTES = 128 << 20;
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
  private unflushedBytes = 0;
  private flushing: Promise<void> | undefined;

  private constructor(
    readonly path: string,
    private readonly temporary: string,
    private readonly handle: fs.promises.FileHandle,
    private readonly madeFolders: readonly string[],
  ) {}

  /**
   * `madeFolders`: folders that were made for the file, the innermost first; they go with it when it is withdrawn. Throws `output-exists`,
   * `file-missing` (no such folder), `permission`, `disk-full`, `io`.
   */
  static async create(target: string, madeFolders: readonly string[] = []): Promise<OutputFile> {
    const folder = path.dirname(target);
    const temporary = path.join(folder, `.layerwise.${HOST}.${process.pid}.${randomBytes(6).toString('hex')}.tmp`);
    try {
      if (fs.lstatSync(target, { throwIfNoEntry: false }) !== undefined) throw exists(target);
      sweepTemporaries(folder);
      return new OutputFile(target, temporary, await fs.promises.open(temporary, 'wx'), madeFolders);
    } catch (error) {
      await removeEmptyFolders(madeFolders);
      throw codeOf(error) === 'ENOENT' ? noFolder(target, folder) : fileError(error, target);
    }
  }

  /** Throws `cancelled`, and what reading and writing throw. Copies a source in small parts, with a turn for others every 8 MiB. */
  async writeAll(source: ByteSource, signal?: AbortSignal): Promise<void> {
    const buffer = new Uint8Array(Math.min(PART_BYTES, source.byteLength));
    try {
      let nextTurn = 0;
      for (let offset = 0; offset < source.byteLength;) {
        if (offset >= nextTurn) {
          await setImmediate();
          throwIfCancelled(signal);
          nextTurn = offset + TURN_BYTES;
        }
        const part = fill(buffer, source, offset);
        this.write(part, offset);
        offset += part.length;
        this.beginFlush(part.length);
      }
      await this.flushing;
    } catch (error) {
      throw fileError(error, this.path);
    }
  }

  /** Writes after everything that was appended before, and after a turn for others, who may cancel. */
  async append(bytes: Uint8Array): Promise<void> {
    await setImmediate();
    try {
      this.write(bytes, this.appended);
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

  /**
   * Flushes, compares the size with what was meant to be written, and gives the file its name. Throws `output-exists` when one has it by now.
   * @param isLasting whether it must survive a crash of the system
   */
  async publish(byteLength: number, isLasting = true): Promise<void> {
    try {
      if (isLasting) await this.handle.sync();
      const { size } = await this.handle.stat();
      if (size !== byteLength)
        throw new LayerwiseError('io', `${this.path} has ${size} bytes on disk where ${byteLength} were written. Check the disk.`, {
          file: this.path,
        });
      await this.handle.close();
      await giveName(this.temporary, this.path);
      this.published = true;
      await fs.promises.rm(this.temporary, { force: true });
      if (isLasting) await syncFolder(path.dirname(this.path));
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
    await this.flushing;
    await this.handle.close().catch(() => undefined);
    await fs.promises.rm(this.published ? this.path : this.temporary, { force: true }).catch(() => undefined);
    await removeEmptyFolders(this.madeFolders);
  }

  /** Has what was written brought to the disk in the background, a lot at a time. */
  private beginFlush(bytes: number): void {
    this.unflushedBytes += bytes;
    if (this.unflushedBytes < FLUSHED_BYTES || this.flushing !== undefined) return;
    this.unflushedBytes = 0;
    // The flush at the end says what went wrong.
    this.flushing = this.handle
      .datasync()
      .catch(() => undefined)
      .finally(() => (this.flushing = undefined));
  }

  private write(bytes: Uint8Array, position: number): void {
    for (let done = 0; done < bytes.length;) done += fs.writeSync(this.handle.fd, bytes, done, bytes.length - done, position + done);
  }
}

/** Reads the next part of a source into a buffer. */
function fill(buffer: Uint8Array, source: ByteSource, offset: number): Uint8Array {
  const got = source.readInto(buffer.subarray(0, Math.min(buffer.length, source.byteLength - offset)), offset);
  if (got > 0) return buffer.subarray(0, got);
  throw new LayerwiseError('changed-on-disk', `${source.name} became shorter while it was copied. Open the model again.`, {
    file: source.name,
  });
}

/** Folders with something in them stay. */
async function removeEmptyFolders(folders: readonly string[]): Promise<void> {
  for (const folder of folders) await fs.promises.rmdir(folder).catch(() => undefined);
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

/** A link fails when the name is taken, where a rename would replace. Without links the name is taken by exclusive creation first. */
async function giveName(temporary: string, target: string): Promise<void> {
  try {
    await fs.promises.link(temporary, target);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw exists(target);
    if (!NO_LINKS.has(codeOf(error))) throw error;
    await moveToFreeName(temporary, target);
  }
}

/** Between the two steps an empty file has the name, never half of one. */
async function moveToFreeName(temporary: string, target: string): Promise<void> {
  const claim = await fs.promises.open(target, 'wx');
  await claim.close();
  try {
    await fs.promises.rename(temporary, target);
  } catch (error) {
    await fs.promises.rm(target, { force: true });
    throw error;
  }
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
