/**
 * What models cost that are made to cost as much as they can: `npm run bench:bombs [NAME …]`. Each is opened by the program in a process of its own, which says a
 * sentence within 2 s and 300 MB, whatever it is asked for.
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { formatBytes } from '../../src/shared/base/formatNumber';
import { BOMBS } from '../fixtures/bombs';
import { inBenchFolder } from './inBenchFolder';

const PROGRAM = path.resolve('dist/cli.js');
const MOST_MS = 2000;
const MOST_BYTES = 300e6;
const DEADLINE_MS = 20_000;
const COMMANDS = ['info', 'analyze'];
/** The program read the model and described it, or says why it did not. */
const ANSWERS: readonly (number | null)[] = [0, 2, 3];
const PEAK = /@peak (\d+)/;
/** The kernel's own figure: `maxRSS` of a process begins with the peak of the one that started it. */
const TELL_PEAK =
  'const fs=require("node:fs");process.on("exit",()=>fs.writeSync(2,"@peak "+/^VmHWM:\\s*(\\d+)/m.exec(fs.readFileSync("/proc/self/status","utf8"))[1]))';

interface Answer {
  readonly ms: number;
  readonly peakBytes: number;
  readonly code: number | null;
  readonly saysWhy: boolean;
}

function ask(command: string, file: string, hook: string): Promise<Answer> {
  const start = performance.now();
  const child = spawn(process.execPath, ['--require', hook, PROGRAM, command, file], { stdio: ['ignore', 'pipe', 'pipe'] });
  const deadline = setTimeout(() => child.kill('SIGKILL'), DEADLINE_MS);
  let [said, complained] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (complained += chunk.toString()));
  return new Promise(resolve =>
    child.on('close', code => {
      clearTimeout(deadline);
      const peakBytes = 1024 * Number(PEAK.exec(complained)?.[1] ?? Infinity);
      const saysWhy = said.trim() !== '' || complained.replace(PEAK, '').trim() !== '';
      resolve({ ms: performance.now() - start, peakBytes, code, saysWhy });
    }),
  );
}

async function run(folder: string, wanted: readonly string[]): Promise<boolean> {
  const hook = path.join(folder, 'tellPeak.cjs');
  fs.writeFileSync(hook, TELL_PEAK);
  let holds = true;
  for (const [name, make] of Object.entries(BOMBS)) {
    if (wanted.length > 0 && !wanted.some(part => name.includes(part))) continue;
    const file = path.join(folder, 'bomb.onnx');
    fs.writeFileSync(file, make());
    for (const command of COMMANDS) {
      const { ms, peakBytes, code, saysWhy } = await ask(command, file, hook);
      const isContained = ms <= MOST_MS && peakBytes <= MOST_BYTES && ANSWERS.includes(code) && saysWhy;
      holds &&= isContained;
      console.log(
        `${isContained ? 'holds ' : 'MISSES'} ${command}, ${name}: ${ms.toFixed(0)} ms, ${formatBytes(peakBytes)}, exit ${code ?? 'none'}`,
      );
    }
  }
  return holds;
}

inBenchFolder(async folder => {
  if (!(await run(folder, process.argv.slice(2)))) process.exitCode = 1;
});
