import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { LayerwiseError } from '../shared/report/layerwiseError';

/**
 * Throws `runtime-missing` when a native file in `folder` is not the one that Layerwise was built with. `expected`: SHA-256 in hex by path below `bin/napi-v6`; what it
 * does not name, another platform's files included, is not looked at.
 */
export function checkRuntimeFiles(folder: string, expected: Readonly<Record<string, string>>): void {
  const platform = `${process.platform}/${process.arch}/`;
  for (const [name, sha256] of Object.entries(expected)) {
    const file = path.join(folder, name);
    if (!name.startsWith(platform) || !fs.existsSync(file) || hashOf(file) === sha256) continue;
    throw new LayerwiseError(
      'runtime-missing',
      `${path.basename(name)} is not the file that Layerwise was built with, so it is not loaded. Install Layerwise again.`,
      { file },
    );
  }
}

function hashOf(file: string): string {
  return createHash('sha256').update(fs.readFileSync(file)).digest('hex');
}
