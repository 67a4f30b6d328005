import os from 'node:os';
import path from 'node:path';
import process from 'node:process';

/** The system's place for what can be measured again; `LAYERWISE_CACHE` names another. */
export function cacheFolder(): string {
  const { LAYERWISE_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (LAYERWISE_CACHE !== undefined && LAYERWISE_CACHE !== '') return LAYERWISE_CACHE;
  if (process.platform === 'win32') return path.join(LOCALAPPDATA ?? os.tmpdir(), 'layerwise');
  if (process.platform === 'darwin') return path.join(os.homedir(), 'Library', 'Caches', 'layerwise');
  return path.join(XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'layerwise');
}
