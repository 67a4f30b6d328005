import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';

/** Bundles a program of this folder so that it can be forked. Returns its path in a temporary folder. */
export function buildProgram(name: string): string {
  const outfile = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'layerwise-test-')), `${name}.js`);
  buildSync({
    entryPoints: [path.join(__dirname, `${name}.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
  });
  return outfile;
}
