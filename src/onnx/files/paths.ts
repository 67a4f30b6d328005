import fs from 'node:fs';
import path from 'node:path';

/** Last name of a path. */
export function baseName(file: string): string {
  return path.basename(file);
}

/** Folder that holds a file. */
export function folderOf(file: string): string {
  return path.dirname(file);
}

export function joinPath(folder: string, name: string): string {
  return path.join(folder, name);
}

/** The path of a file that is there, without links. Throws what the file system says. */
export function canonicalPath(file: string): string {
  return fs.realpathSync.native(file);
}

/** How a file is named from a folder that it lies in, with forward slashes; `undefined` when it does not lie there. Both canonical. */
export function locationIn(folder: string, file: string): string | undefined {
  const relative = path.relative(folder, file);
  if (relative === '' || relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative)) return undefined;
  return relative.split(path.sep).join('/');
}
