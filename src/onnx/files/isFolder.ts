import fs from 'node:fs';

/** Whether a folder, or a link to one, stands at a path. */
export function isFolder(path: string): boolean {
  return fs.statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
