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
