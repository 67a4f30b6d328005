import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const MAX_OUTPUT_BYTES = 64 * 2 ** 20;

/** Runs a program and returns what it printed; an error carries the end of what it said. @param {string} program @param {readonly string[]} args @param {string} [cwd] */
export async function runCommand(program, args, cwd) {
  try {
    // On Windows npm is a .cmd file, which only a shell can start.
    return await execute(program, [...args], { cwd, shell: process.platform === 'win32', maxBuffer: MAX_OUTPUT_BYTES });
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim().slice(-2000) : '';
    throw new Error(`${program} ${args.join(' ')} failed${said ? `:\n${said}` : `: ${String(error)}`}`, { cause: error });
  }
}

/** Does `work` unless it was done already; says what is being done and how long it took. @param {string} what @param {boolean} done @param {() => Promise<unknown>} work */
export async function step(what, done, work) {
  if (done) return;
  console.log(`${what} …`);
  const start = Date.now();
  await work();
  console.log(`${what}: ${((Date.now() - start) / 1000).toFixed(1)} s`);
}
