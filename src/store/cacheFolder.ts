import os from 'node:os';
import path from 'node:path';
import process from 'node:process';

/** The system's place for what can be measured again; `LAYERWISE_CACHE` names another. */
export function cacheFolder(): string {
  const { LAYERWISE_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (LAYERWISE_CACHE !== undefined && LAYERWISE_CACHE !== '') return LAYERWISE_CACHE;
  if (process.platform === 'win32') return path.join(LOCALAPPDATA ?? os.tmpdir(), 'layerwise');
  if (process.platform === 'darwin') return path.join(homeFolder(), 'Library', 'Caches', 'layerwise');
  // Relative ones are to be ignored (XDG Base Directory Specification), an empty one included.
  return path.join(isAbsolute(XDG_CACHE_HOME) ? XDG_CACHE_HOME : path.join(homeFolder(), '.cache'), 'layerwise');
}

/** The folder for temporary files where a user has no home. */
function homeFolder(): string {
  try {
    const home = os.homedir();
    return isAbsolute(home) ? home : os.tmpdir();
  } catch {
    return os.tmpdir();
  }
}

function isAbsolute(folder: string | undefined): folder is string {
  return folder !== undefined && path.isAbsolute(folder);
}
