// The crash set and cancelling, from outside: `npm run bench:containment -- [crashes|mutants|cancel] [COUNT]`. Ends with 1 when something is not contained.
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '../../src/shared/base/random';
import { endlessModel } from '../fixtures/hostileModels';
import { containmentCases, type ContainmentCase } from './containmentCases';
import { ContainedRun, type ContainedEnd } from './containedRun';
import { inBenchFolder } from './inBenchFolder';
import { mutantOf } from './mutantOf';
import { runContained } from './runContained';

const GOOD = path.resolve('test/fixtures/models/tabular_mlp.onnx');
const MUTATED = ['tabular_mlp.onnx', 'mnist_resnet.onnx'].map(name => path.resolve('test/fixtures/models', name));
const LATEST_CANCEL_MS = 3000;
const MOST_CANCEL_MS = 1000;
const CANCELLED = 130;

const temporaryIn = (folder: string): string => path.join(folder, 'tmp');

async function runCase(one: ContainmentCase, folder: string): Promise<boolean> {
  const { name, sentence, exitCode } = one;
  const end = await runContained(one, folder);
  const isRight = end.exitCode === exitCode && sentence.test(end.stderr) && !end.stderr.includes('\n') && isClean(end);
  const next = await new ContainedRun([GOOD], temporaryIn(folder)).end();
  console.log(
    `${isRight && next.exitCode === 0 ? 'ok  ' : 'FAIL'} ${name}: exit ${end.exitCode}, next run ${next.exitCode}; ${end.stderr}`,
  );
  return isRight && next.exitCode === 0 && isClean(next);
}

function isClean({ leftFiles, leftProcesses }: ContainedEnd): boolean {
  return leftFiles.length === 0 && leftProcesses.length === 0;
}

/** Seeded changes of one or two fields of good models: any ending is right that is one sentence and not a bug of ours. */
async function runMutants(count: number, folder: string): Promise<boolean> {
  const endings = new Map<number, number>();
  let contained = 0;
  for (let seed = 0; seed < count; seed++) {
    const file = path.join(folder, `mutant-${seed}.onnx`);
    fs.writeFileSync(file, mutantOf(fs.readFileSync(MUTATED[seed % MUTATED.length] ?? GOOD), seed));
    const end = await new ContainedRun(['--timeout', '10', file], temporaryIn(folder)).end();
    endings.set(end.exitCode, (endings.get(end.exitCode) ?? 0) + 1);
    const isRight = [0, 2, 3, 4].includes(end.exitCode) && !end.stderr.includes('unexpectedly') && isClean(end);
    if (isRight) contained++;
    else console.log(`FAIL mutant ${seed}: exit ${end.exitCode}; ${end.stderr}`);
  }
  const exits = [...endings].map(([code, times]) => `exit ${code}: ${times}`).join(', ');
  console.log(`mutants: ${contained} of ${count} contained (${exits})`);
  return contained === count;
}

/** Cancels at random moments from the start of the process on, of a model that ends and of one that does not. */
async function runCancels(count: number, folder: string): Promise<boolean> {
  const endless = path.join(folder, 'endless.onnx');
  fs.writeFileSync(endless, endlessModel());
  const random = seededRandom(6);
  const took: number[] = [];
  let ended = 0;
  let left = 0;
  for (let index = 0; index < count; index++) {
    const run = new ContainedRun([index % 2 === 0 ? endless : GOOD], temporaryIn(folder));
    await sleep(random() * LATEST_CANCEL_MS);
    run.signal('SIGINT');
    const end = await run.end();
    if (end.exitCode === CANCELLED || end.exitCode === -1) took.push(end.tookMs);
    else ended++;
    if (!isClean(end)) left++;
  }
  took.sort((a, b) => a - b);
  const at = (share: number): string => `${Math.round(took[Math.floor(share * (took.length - 1))] ?? Number.NaN)} ms`;
  console.log(
    `cancel: ${took.length} of ${count} random moments, median ${at(0.5)}, longest ${at(1)}; ${ended} had ended before; ${left} left something`,
  );
  return left === 0 && (took.at(-1) ?? 0) <= MOST_CANCEL_MS;
}

async function main([part = 'all', count]: readonly string[], folder: string): Promise<void> {
  const is = (name: string): boolean => part === name || part === 'all';
  const results: boolean[] = [];
  if (is('crashes')) for (const one of containmentCases(folder)) results.push(await runCase(one, folder));
  if (is('mutants')) results.push(await runMutants(Number(count ?? 200), folder));
  if (is('cancel')) results.push(await runCancels(Number(count ?? 50), folder));
  process.exitCode = results.every(Boolean) ? 0 : 1;
}

inBenchFolder(folder => main(process.argv.slice(2), folder));
