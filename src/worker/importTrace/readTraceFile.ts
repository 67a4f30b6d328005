import fs from 'node:fs';
import fsPromises from 'node:fs/promises';
import { formatBytes } from '../../shared/base/formatNumber';
import { parseTrace } from '../../shared/protocol/parseTrace';
import type { KernelTrace } from '../../shared/protocol/workerRunner';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import { traceLines } from './traceLines';

/** A million events, the most that the runtime records, are about 600 MB. */
const LARGEST_BYTES = 2 ** 30;
/** What another program has written again is parsed as a whole. */
const LARGEST_JSON_BYTES = 256 * 2 ** 20;
const LONGEST_LINE = 16 * 2 ** 20;
const HEAD_BYTES = 4096;
/** How the runtime itself begins an event. */
const ORIGINAL = /^\s*\[\s*\{"cat" : "/;

/**
 * Reads a profile that onnxruntime wrote on any machine, as it was written or as another program has written it again (indented, sorted, as `{ "traceEvents": [] }`).
 * One that ends in the middle is read as far as it goes. Throws `file-missing`, `not-a-file`, `too-large`, `corrupt`, `wrong-format`.
 */
export async function readTraceFile(file: string): Promise<KernelTrace> {
  const size = await sizeOf(file);
  if (size > LARGEST_BYTES) throw tooLarge(file, size);
  const isOriginal = ORIGINAL.test(await head(file));
  if (!isOriginal && size > LARGEST_JSON_BYTES) throw tooLarge(file, size);
  const trace = await parseTrace(isOriginal ? linesOf(file) : traceLines(await parseJson(file)), Number.POSITIVE_INFINITY);
  if (trace.kernels.length === 0) throw notATrace(file, 'it holds no event of a kernel');
  if (trace.runStartUs.length > 0) return trace;
  throw new LayerwiseError(
    'wrong-format',
    `${file} holds no complete run: no “model_run” stands in it. Let the program end the profiling.`,
    {
      file,
    },
  );
}

async function sizeOf(file: string): Promise<number> {
  const stat = await fsPromises.stat(file).catch(() => undefined);
  if (stat === undefined) throw new LayerwiseError('file-missing', `There is no file ${file}.`, { file });
  if (!stat.isFile()) throw new LayerwiseError('not-a-file', `${file} is not a file.`, { file });
  return stat.size;
}

async function head(file: string): Promise<string> {
  const handle = await fsPromises.open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Not by `readline`, which would keep a line of any length. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of fs.createReadStream(file, { encoding: 'utf8', highWaterMark: 2 ** 20 })) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST_LINE)
      throw new LayerwiseError('corrupt', `${file} has a line of more than 16 MB, which is no event.`, { file });
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line;
  }
  yield rest;
}

async function parseJson(file: string): Promise<unknown> {
  const text = await fsPromises.readFile(file, 'utf8');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw notATrace(file, `it is not JSON (${error instanceof Error ? error.message.slice(0, 80) : ''})`);
  }
}

function tooLarge(file: string, size: number): LayerwiseError {
  return new LayerwiseError('too-large', `${file} is too large for a profile of onnxruntime (${formatBytes(size)}). Record fewer runs.`, {
    file,
  });
}

function notATrace(file: string, why: string): LayerwiseError {
  const what = 'Make one with the session option for profiling (enable_profiling in Python, enableProfiling in JavaScript).';
  return new LayerwiseError('wrong-format', `${file} is not a profile that onnxruntime wrote: ${why}. ${what}`, { file });
}
