import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/**
 * Runs a benchmark with a folder of its own, below `LAYERWISE_BENCH_FOLDER` where that is given, which goes at the end. An error is printed and makes the exit
 * code 1.
 */
export function inBenchFolder(run: (folder: string) => Promise<void> | void): void {
  const folder = fs.mkdtempSync(path.join(process.env['LAYERWISE_BENCH_FOLDER'] ?? os.tmpdir(), 'layerwise-bench-'));
  Promise.resolve(folder)
    .then(run)
    .catch((error: unknown) => {
      console.error(error);
      process.exitCode = 1;
    })
    .finally(() => fs.rmSync(folder, { recursive: true, force: true }));
}
