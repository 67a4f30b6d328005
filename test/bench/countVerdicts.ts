import type { SpeedVerdict } from '../../src/shared/report/comparison';
import type { RigorName } from '../../src/shared/report/jobRequest';
import { compareModelLatency } from '../../src/worker/compare';
import { median } from '../../src/shared/base/quantile';

export interface VerdictCount {
  readonly title: string;
  readonly base: string;
  readonly variant: string;
  readonly count: number;
  readonly rigor: RigorName;
  readonly threads: number;
}

/** Compares two models again and again, each time anew, and counts what is said of them. */
export async function countVerdicts({ title, base, variant, count, rigor, threads }: VerdictCount): Promise<string> {
  const verdicts: Record<SpeedVerdict, number> = { faster: 0, slower: 0, 'no measurable difference': 0, 'too noisy': 0 };
  const ratios: number[] = [];
  const widths: number[] = [];
  const start = performance.now();
  for (let seed = 0; seed < count; seed++) {
    const conditions = { dims: {}, threads, seed };
    const context = { signal: new AbortController().signal, progress: () => undefined, log: () => undefined };
    const { speedup } = await compareModelLatency({ kind: 'compare', base, variant, conditions, rigor, batch: 1 }, context);
    verdicts[speedup.verdict]++;
    ratios.push(speedup.median);
    widths.push((speedup.high - speedup.low) / 2);
  }
  const seconds = (performance.now() - start) / 1000 / count;
  const words = Object.entries(verdicts).map(([verdict, times]) => `${times} ${verdict}`);
  const extremes = `${Math.min(...ratios).toFixed(3)} to ${Math.max(...ratios).toFixed(3)}`;
  return [
    `${title}, ${count} comparisons at ${rigor}, ${threads} thread(s): ${words.join(', ')}`,
    `  ratios ${extremes}, median ${median(ratios).toFixed(3)}; half-width ${(100 * median(widths)).toFixed(1)} % (median); ${seconds.toFixed(1)} s each`,
  ].join('\n');
}
