import fs from 'node:fs';

/** Whether a folder, or a link to one, stands at a path; not when that cannot be told: whoever uses the path is told why. */
export function isFolder(path: string): boolean {
  try {
    return fs.statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch {
    return false;
  }
}
