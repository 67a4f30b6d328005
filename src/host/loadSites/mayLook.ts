import path from 'node:path';

/** Parts of an address. */
export interface Place {
  readonly scheme: string;
  readonly authority: string;
  readonly path: string;
}

/** Whether a file that a program names may be looked for: without trust only below the roots of the workspace, since looking tells others about this machine. */
export function mayLook(place: Place, roots: readonly Place[], trusted: boolean): boolean {
  return (
    trusted || roots.some(root => root.scheme === place.scheme && root.authority === place.authority && isBelow(place.path, root.path))
  );
}

function isBelow(file: string, folder: string): boolean {
  const start = folder.endsWith('/') ? folder : `${folder}/`;
  return path.posix.normalize(file).startsWith(start);
}
