import type { NamedTensors } from '../../shared/graph/denseTensor';
import type { SessionId } from '../../shared/protocol/workerRunner';
import type { OutputComparison, VerificationVerdict } from '../../shared/report/comparison';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { RunnerProcess } from '../runnerProcess';
import { OutputDifference } from './outputDifference';
import { outputVerdict } from './outputVerdict';

/** An original whose outputs a variant was compared with, and what both were fed. */
export interface JudgedOriginal {
  readonly runner: RunnerProcess;
  readonly file: string;
  /** As the runtime optimizes it. */
  readonly session: SessionId;
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

/** `undefined` where the runtime does not run the original unoptimized, or gives the same then. */
async function ownDistance({ runner, file, session, threads, batches }: JudgedOriginal): Promise<number | undefined> {
  const difference = new OutputDifference();
  try {
    const plain = await runner.createSession(file, { threads, graphOptimization: 'disabled' });
    try {
      for await (const { feeds } of batches())
        difference.add((await runner.run(session, feeds)).outputs, (await runner.run(plain.session, feeds)).outputs, 1);
    } finally {
      await runner.releaseSession(plain.session).catch(() => undefined);
    }
  } catch (error) {
    if (error instanceof LayerwiseError && error.reason === 'runtime-error') return undefined;
    throw error;
  }
  const { maxAbs, sqnrDb } = difference.comparison('data');
  return difference.broken || maxAbs === 0 ? undefined : sqnrDb;
}
