import fs from 'node:fs';
import path from 'node:path';
import { failure, success, type Result } from '../../shared/base/result';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { ByteSource } from '../byteSource';
import { checkLocation } from '../externalData/checkLocation';
import type { ExternalFault } from '../externalData/externalFault';
import type { ExternalFile, ExternalStore } from '../externalData/externalStore';
import { openFile } from './openFile';
import { locationIn } from './paths';

interface Identity {
  readonly inode: bigint;
  readonly device: bigint;
}

type LocatedFile = ExternalFile & Identity & { readonly mtimeNs: bigint };
type Located = Result<LocatedFile, ExternalFault>;

function realPath(file: string): string | undefined {
  try {
    // A file that is missing is told so in a third of the time that an error takes.
    return fs.statSync(file, { throwIfNoEntry: false }) === undefined ? undefined : fs.realpathSync.native(file);
  } catch {
    return undefined;
  }
}

/**
 * External data of a model that lies in a folder. A location must be spelled soundly, and its canonical file must lie in the model's real
 * folder (symbolic links inside it are followed, as the runtime does, because hub caches consist of them). In folders that are not trusted
 * a file with a second hard link is refused: it may be somebody else's. What is opened is compared with what was judged.
 */
export class DataFolder implements ExternalStore {
  private readonly located = new Map<string, Located>();
  private readonly sources = new Map<string, ByteSource>();
  private readonly allowed: readonly string[];

  constructor(
    private readonly modelPath: string,
    private readonly model: Identity,
    private readonly trusted: boolean,
  ) {
    const folders = [realPath(path.dirname(modelPath)), realPath(modelPath)].map((real, index) =>
      index === 1 && real !== undefined ? path.dirname(real) : real,
    );
    this.allowed = folders.filter(folder => folder !== undefined);
  }

  locate(location: string): Located {
    let answer = this.located.get(location);
    if (answer === undefined) this.located.set(location, (answer = this.judge(location)));
    return answer;
  }

  open(file: ExternalFile): ByteSource {
    const known = this.sources.get(file.path);
    if (known !== undefined) return known;
    const judged = [...this.located.values()].find(answer => answer.ok && answer.value.path === file.path);
    const opened = openFile(file.path, fs.constants.O_NOFOLLOW);
    if (
      !judged?.ok ||
      judged.value.inode !== opened.inode ||
      judged.value.device !== opened.device ||
      opened.source.byteLength < file.byteLength
    ) {
      void opened.source.close();
      throw new LayerwiseError(
        'changed-on-disk',
        `${file.path} is not the file that was there when the model was opened. Open the model again.`,
        { file: file.path },
      );
    }
    this.sources.set(file.path, opened.source);
    return opened.source;
  }

  state(): string {
    return this.locatedFiles()
      .map(({ path: file, byteLength, mtimeNs, inode, device }) => [file, byteLength, mtimeNs, inode, device].join(' '))
      .sort()
      .join('\n');
  }

  assertUnchanged(): void {
    for (const { path: file, byteLength, mtimeNs, inode, device } of this.locatedFiles()) {
      const now = fs.lstatSync(file, { bigint: true, throwIfNoEntry: false });
      const isSame = now?.ino === inode && now.dev === device && now.mtimeNs === mtimeNs && Number(now.size) === byteLength;
      if (isSame) continue;
      throw new LayerwiseError('changed-on-disk', `The data file ${file} changed since the model was opened. Open the model again.`, {
        file,
      });
    }
  }

  async close(): Promise<void> {
    for (const source of this.sources.values()) await source.close();
    this.sources.clear();
  }

  private locatedFiles(): readonly LocatedFile[] {
    return [...this.located.values()].flatMap(answer => (answer.ok ? [answer.value] : []));
  }

  private judge(location: string): Located {
    const fault = checkLocation(location);
    if (fault !== undefined) return failure(fault);
    const real = realPath(path.join(path.dirname(this.modelPath), location));
    if (real === undefined)
      return failure({ reason: 'external-data-missing', message: `The data file "${location}" is missing. Put it beside the model.` });
    if (!this.allowed.some(folder => locationIn(folder, real) !== undefined)) {
      return failure({
        reason: 'external-data-outside',
        message: `The data file "${location}" is a link that leads out of the model's folder.`,
      });
    }
    return this.judgeFile(location, real);
  }

  private judgeFile(location: string, real: string): Located {
    const stat = fs.lstatSync(real, { bigint: true, throwIfNoEntry: false });
    if (stat === undefined)
      return failure({ reason: 'external-data-missing', message: `The data file "${location}" is missing. Put it beside the model.` });
    if (!stat.isFile()) return failure({ reason: 'external-data-invalid', message: `"${location}" is not a plain file.` });
    if ((stat.mode & 0o444n) === 0n)
      return failure({ reason: 'permission', message: `The data file "${location}" may be read by nobody. Change its permissions.` });
    if (stat.ino === this.model.inode && stat.dev === this.model.device) {
      return failure({ reason: 'external-data-invalid', message: 'The external data points into the model file itself.' });
    }
    if (stat.nlink > 1n && !this.trusted) {
      return failure({
        reason: 'external-data-outside',
        message: `The data file "${location}" has a second name elsewhere (a hard link), which is refused in a folder that is not trusted. Replace it by a copy.`,
      });
    }
    return success({ path: real, byteLength: Number(stat.size), inode: stat.ino, device: stat.dev, mtimeNs: stat.mtimeNs });
  }
}
