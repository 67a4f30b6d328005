import fs from 'node:fs';
import path from 'node:path';

/** Path of the runner's program: beside the bundle that this code is part of, or in `dist` when it runs from source, as tests do. */
export function runnerProgram(): string {
  const beside = path.join(__dirname, 'runner.js');
  return fs.existsSync(beside) ? beside : path.join(__dirname, '..', '..', 'dist', 'runner.js');
}
