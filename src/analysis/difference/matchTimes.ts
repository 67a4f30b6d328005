import { NONE } from '../../shared/graph/graph';
import type { MatchedTimes } from '../../shared/report/comparedFile';
import type { Kernel, Profile } from '../../shared/report/latency';

/**
 * Puts times of a file's kernels on the nodes of another, each on what its anchor stands for, else on what another node that it covers stands for.
 * Sums have the interval of independent parts: half-widths add as squares.
 * @param toBase node of the base per main-graph node of the file
 * @param baseCount main-graph nodes of the base
 */
export function matchTimes(profile: Profile, toBase: Int32Array, baseCount: number): MatchedTimes {
  const nodeMs = new Float64Array(baseCount).fill(NaN);
  const [below, above] = [new Float64Array(baseCount), new Float64Array(baseCount)];
  const unmatched: { readonly name: string; readonly op: string; readonly medianMs: number }[] = [];
  for (const kernel of profile.kernels) {
    const { name, op, medianMs, lowMs, highMs } = kernel;
    const node = baseNodeOf(kernel, toBase);
    if (node === NONE) {
      unmatched.push({ name, op, medianMs });
      continue;
    }
    const known = nodeMs[node] ?? NaN;
    nodeMs[node] = (Number.isNaN(known) ? 0 : known) + medianMs;
    below[node] = (below[node] ?? 0) + (medianMs - lowMs) ** 2;
    above[node] = (above[node] ?? 0) + (highMs - medianMs) ** 2;
  }
  return {
    nodeMs,
    lowMs: nodeMs.map((value, node) => value - Math.sqrt(below[node] ?? 0)),
    highMs: nodeMs.map((value, node) => value + Math.sqrt(above[node] ?? 0)),
    unmatched: unmatched.sort((a, b) => b.medianMs - a.medianMs),
    floorMs: profile.floorMs,
    date: profile.environment.date,
  };
}

function baseNodeOf({ anchor, covers }: Kernel, toBase: Int32Array): number {
  const nodes = [anchor ?? NONE, ...covers].map(node => toBase[node] ?? NONE);
  return nodes.find(node => node !== NONE) ?? NONE;
}
