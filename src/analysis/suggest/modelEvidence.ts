import type { Graph, NodeId } from '../../shared/graph/graph';
import type { Analysis } from '../../shared/report/analysis';
import type { Profile } from '../../shared/report/latency';
import { findLinearWork, type LinearWork } from './linearWork';

export type DataKind = 'none' | 'unlabelled' | 'labelled';

/** What rules judge a model by: its linear layers, and where its time goes, measured or by MACs. */
export class ModelEvidence {
  readonly linear: readonly LinearWork[];
  /** MACs of all nodes of the main graph; open dims count as 1. */
  readonly totalMacs: number;
  private readonly kernelMs: ReadonlyMap<NodeId, number>;
  private readonly kernelsMs: number;

  constructor(
    readonly graph: Graph,
    readonly analysis: Analysis,
    readonly profile: Profile | undefined,
    readonly data: DataKind,
  ) {
    this.linear = findLinearWork(graph, analysis);
    this.totalMacs = totalMacs(analysis, this.linear);
    this.kernelMs = timesByNode(profile, new Map(this.linear.map(work => [work.node, work.macs])));
    this.kernelsMs = profile?.kernels.reduce((sum, kernel) => sum + kernel.medianMs, 0) ?? 0;
  }

  /** Linear layers with a constant float32 weight. */
  get weighted(): readonly LinearWork[] {
    return this.linear.filter(({ weight }) => weight?.dtype === 'float32');
  }

  /** Some weights lie in a data file that is not there, so nothing can be written yet. */
  get lacksWeights(): boolean {
    return this.linear.some(({ weight }) => weight?.bytes.kind === 'unavailable');
  }

  macsOf(works: readonly LinearWork[]): number {
    return works.reduce((sum, { macs }) => sum + macs, 0);
  }

  /** Share of the time in kernels where it was measured, else of the MACs; 0..1. */
  shareOf(works: readonly LinearWork[]): number {
    if (this.kernelsMs > 0) return this.latencyMsOf(works) / this.kernelsMs;
    return this.totalMacs === 0 ? 0 : this.macsOf(works) / this.totalMacs;
  }

  /** Measured time of the kernels of these layers; 0 without a profile. */
  latencyMsOf(works: readonly LinearWork[]): number {
    return works.reduce((sum, { node }) => sum + (this.kernelMs.get(node) ?? 0), 0);
  }

  /** What shares are of: `time`, or `MACs`. */
  get shareWord(): string {
    if (this.kernelsMs > 0) return 'time in kernels';
    return this.analysis.totals.macs === undefined ? 'MACs (open dimensions counted as 1)' : 'MACs';
  }
}

function totalMacs(analysis: Analysis, linear: readonly LinearWork[]): number {
  const column = analysis.columns.find(({ id }) => id === 'macs');
  const isLinear = new Set(linear.map(({ node }) => node));
  const others = column?.values.reduce((sum, macs, node) => sum + (macs > 0 && !isLinear.has(node) ? macs : 0), 0) ?? 0;
  return others + linear.reduce((sum, { macs }) => sum + macs, 0);
}

/** Time of the kernel that did a linear node's work; shared by MACs where one kernel did several. */
function timesByNode(profile: Profile | undefined, macs: ReadonlyMap<NodeId, number>): ReadonlyMap<NodeId, number> {
  const times = new Map<NodeId, number>();
  for (const kernel of profile?.kernels ?? []) {
    const nodes = kernel.covers.filter(node => macs.has(node));
    const all = nodes.reduce((sum, node) => sum + (macs.get(node) ?? 0), 0);
    for (const node of nodes) {
      const part = all === 0 ? 1 / nodes.length : (macs.get(node) ?? 0) / all;
      times.set(node, (times.get(node) ?? 0) + kernel.medianMs * part);
    }
  }
  return times;
}
