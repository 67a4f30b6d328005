import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Runs a benchmark with a folder of its own, which goes at the end. An error is printed and makes the exit code 1. */
export function inBenchFolder(run: (folder: string) => Promise<void>): void {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'layerwise-bench-'));
  run(folder)
    .catch((error: unknown) => {
      console.error(error);
      process.exitCode = 1;
    })
    .finally(() => fs.rmSync(folder, { recursive: true, force: true }));
}
