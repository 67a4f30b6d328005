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
const COST = /@cost (\d+) (\d+)/;
/** The kernel's own figure for memory: `maxRSS` of a process begins with the peak of the one that started it. Processor time is that of all its threads. */
const TELL_COST =
  'const fs=require("node:fs");process.on("exit",()=>{const{user,system}=process.cpuUsage();' +
  'fs.writeSync(2,"@cost "+/^VmHWM:\\s*(\\d+)/m.exec(fs.readFileSync("/proc/self/status","utf8"))[1]+" "+(user+system))})';

interface Answer {
  readonly ms: number;
  /** Processor time: beside the time that passed it says how much other work the machine had. */
  readonly busyMs: number;
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
      const [, peakKiB = Infinity, busyUs = NaN] = COST.exec(complained) ?? [];
      const saysWhy = said.trim() !== '' || complained.replace(COST, '').trim() !== '';
      resolve({ ms: performance.now() - start, busyMs: Number(busyUs) / 1000, peakBytes: 1024 * Number(peakKiB), code, saysWhy });
    }),
  );
}

async function run(folder: string, wanted: readonly string[]): Promise<boolean> {
  const hook = path.join(folder, 'tellCost.cjs');
  fs.writeFileSync(hook, TELL_COST);
  let holds = true;
  for (const [name, make] of Object.entries(BOMBS)) {
    if (wanted.length > 0 && !wanted.some(part => name.includes(part))) continue;
    const file = path.join(folder, 'bomb.onnx');
    fs.writeFileSync(file, make());
    for (const command of COMMANDS) {
      const { ms, busyMs, peakBytes, code, saysWhy } = await ask(command, file, hook);
      const isContained = ms <= MOST_MS && peakBytes <= MOST_BYTES && ANSWERS.includes(code) && saysWhy;
      holds &&= isContained;
      console.log(
        `${isContained ? 'holds ' : 'MISSES'} ${command}, ${name}: ${ms.toFixed(0)} ms (${busyMs.toFixed(0)} of the processor), ${formatBytes(peakBytes)}, exit ${code ?? 'none'}`,
      );
    }
  }
  return holds;
}

inBenchFolder(async folder => {
  if (!(await run(folder, process.argv.slice(2)))) process.exitCode = 1;
});
