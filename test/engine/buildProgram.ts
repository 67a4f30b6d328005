import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';

/** Bundles a program, of this folder or by its whole path, so that it can be forked. Returns where the bundle is. */
export function buildProgram(source: string): string {
  const outfile = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'layerwise-test-')), 'program.js');
  const entry = path.isAbsolute(source) ? source : path.join(import.meta.dirname, `${source}.ts`);
  buildSync({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'cjs', target: 'node20', logLevel: 'silent' });
  return outfile;
}
