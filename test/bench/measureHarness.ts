import { InferenceSession, Tensor } from 'onnxruntime-node';
import { timeBurst } from '../../src/runner/timing';
import { median } from '../../src/shared/base/quantile';

const PAIRS = 60;
const RUNS = 25;

/** What timing every run costs: bursts as the runner times them against a bare loop over the same session, taking turns; by CPU time, which others disturb less. */
export async function measureHarness(file: string, threads: number): Promise<string> {
  const session = await InferenceSession.create(file, { intraOpNumThreads: threads, interOpNumThreads: 1 });
  const feeds = { x0: new Tensor('float32', new Float32Array(32 * 28 * 28).fill(0.5), [1, 32, 28, 28]) };
  const run = (): Promise<unknown> => session.run(feeds);
  const bare = async (): Promise<unknown> => {
    for (let index = 0; index < RUNS; index++) await run();
    return undefined;
  };
  const timed = (): Promise<unknown> => timeBurst(run, { maxRuns: RUNS, maxMs: Infinity });
  await bare();
  await timed();
  const ratios: number[] = [];
  for (let pair = 0; pair < PAIRS; pair++) {
    const [first, second] = pair % 2 === 0 ? [bare, timed] : [timed, bare];
    const one = await cpuMsOf(first);
    const other = await cpuMsOf(second);
    ratios.push(pair % 2 === 0 ? other / one : one / other);
  }
  await session.release();
  return `cost of the harness over a bare loop: ${(100 * (median(ratios) - 1)).toFixed(2)} % of CPU time (median of ${PAIRS} pairs of ${RUNS} runs)`;
}

async function cpuMsOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
