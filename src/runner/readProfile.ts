import fs from 'node:fs';
import readline from 'node:readline';
import { parseTrace } from '../shared/protocol/parseTrace';
import type { KernelTrace } from '../shared/protocol/workerRunner';
import { LayerwiseError } from '../shared/report/layerwiseError';
import type { OpenSession } from './sessionStore';

/** Ends profiling and reads what was recorded. The binding does not say which file it wrote: the runtime appends a time to the prefix. */
export async function readProfile({ session, tracePrefix }: OpenSession, lastRuns: number): Promise<KernelTrace> {
  if (tracePrefix === undefined) throw new Error('The session was not made to be profiled.');
  session.endProfiling();
  const file = fs.readdirSync('.').find(name => name.startsWith(`${tracePrefix}_`) && name.endsWith('.json'));
  if (file === undefined) throw new LayerwiseError('io', 'The runtime wrote no profile. Is the disk with the temporary folder full?');
  try {
    const lines = readline.createInterface({ input: fs.createReadStream(file, 'utf8'), crlfDelay: Infinity });
    return await parseTrace(lines, lastRuns);
  } finally {
    fs.rmSync(file, { force: true });
  }
}
