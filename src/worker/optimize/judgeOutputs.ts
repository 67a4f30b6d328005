import type { NamedTensors } from '../../shared/graph/denseTensor';
import type { OutputComparison, VerificationVerdict } from '../../shared/report/comparison';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { Reason } from '../../shared/report/reason';
import type { RunnerProcess } from '../runnerProcess';
import { OutputDifference } from './outputDifference';
import { outputVerdict } from './outputVerdict';

/** Enough to tell rounding from a wrong variant. */
const BATCHES = 4;
/** What keeps the original from running without the runtime's optimizations: then nothing is known of its rounding. */
const UNKNOWN: ReadonlySet<Reason> = new Set<Reason>(['runtime-error', 'runtime-crash', 'memory-limit', 'deadline']);

/** An original whose outputs a variant was compared with, and what both were fed. */
export interface JudgedOriginal {
  /** Starts a process of its own, which may fail without harm to what is known by then. */
  readonly startRunner: () => Promise<RunnerProcess>;
  readonly file: string;
  readonly threads: number;
  readonly batches: () => AsyncIterable<{ readonly feeds: NamedTensors }>;
}

/**
 * What the distance of a variant's outputs means. Where they are far apart the original is run once more, without the runtime's own optimizations: outputs that those
 * move as much are not known any better (probabilities near 0, of which float32 keeps few digits; a network that amplifies rounding).
 */
export async function judgeOutputs(
  difference: OutputDifference,
  inputs: OutputComparison['inputs'],
  original: JudgedOriginal,
): Promise<OutputComparison & { readonly verdict: VerificationVerdict }> {
  const outputs = difference.comparison(inputs);
  const verdict = outputVerdict(outputs, difference.broken);
  if (difference.broken || verdict === 'equal' || verdict === 'close') return { ...outputs, verdict };
  const roundingDb = await ownDistance(original);
  if (roundingDb === undefined) return { ...outputs, verdict };
  const judged = { ...outputs, roundingDb };
  return { ...judged, verdict: outputVerdict(judged, false) };
}

/** SQNR in dB; `undefined` where the runtime does not run the original unoptimized, gives the same then, or the outputs have no size to compare with. */
async function ownDistance(original: JudgedOriginal): Promise<number | undefined> {
  try {
    const difference = await withoutOptimizations(original);
    const { maxAbs, sqnrDb } = difference.comparison('data');
    return difference.broken || maxAbs === 0 || !Number.isFinite(sqnrDb) ? undefined : sqnrDb;
  } catch (error) {
    if (error instanceof LayerwiseError && UNKNOWN.has(error.reason)) return undefined;
    throw error;
  }
}

async function withoutOptimizations({ startRunner, file, threads, batches }: JudgedOriginal): Promise<OutputDifference> {
  const difference = new OutputDifference();
  const runner = await startRunner();
  try {
    const { session } = await runner.createSession(file, { threads, graphOptimization: 'all' });
    const plain = await runner.createSession(file, { threads, graphOptimization: 'disabled' });
    let left = BATCHES;
    for await (const { feeds } of batches()) {
      difference.add((await runner.run(session, feeds)).outputs, (await runner.run(plain.session, feeds)).outputs, 1);
      if (--left === 0) break;
    }
    return difference;
  } finally {
    await runner.dispose();
  }
}
