import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DATA_FILE, type ContainmentCase } from './containmentCases';
import { ContainedRun, type ContainedEnd } from './containedRun';

/** For the runner to load the model and run it. */
const WORKING_MS = 2000;

/** Profiles the model of a case in `folder`, in which the cases were made, with what is done to the job meanwhile. */
export async function runContained({ name, bytes, options = [], disturbance }: ContainmentCase, folder: string): Promise<ContainedEnd> {
  const file = path.join(folder, `${name.replace(/\W+/g, '-')}.onnx`);
  fs.writeFileSync(file, bytes);
  const run = new ContainedRun([...options, file], path.join(folder, 'tmp'));
  if (disturbance !== undefined) await disturb(run, disturbance, folder);
  return await run.end();
}

async function disturb(run: ContainedRun, disturbance: NonNullable<ContainmentCase['disturbance']>, folder: string): Promise<void> {
  while (run.processes().length === 0) await sleep(10);
  await sleep(WORKING_MS);
  if (disturbance === 'truncate data') fs.truncateSync(path.join(folder, DATA_FILE), 4096);
  else if (disturbance === 'kill engine') run.signal('SIGKILL');
  else for (const pid of run.processes()) process.kill(pid, 'SIGKILL');
}
