import type { LayerSummary } from '../../shared/report/layerSummary';

/** Places of layers by their time, slowest first. */
export class LayerRanks {
  private readonly ranks: ReadonlyMap<number, number>;

  constructor(layers: readonly LayerSummary[]) {
    const timed = layers.filter(({ kernels }) => kernels.length > 0);
    const sorted = [...timed].sort((a, b) => (b.latencyMs ?? 0) - (a.latencyMs ?? 0));
    this.ranks = new Map(sorted.map(({ anchor }, rank) => [anchor, rank]));
  }

  get count(): number {
    return this.ranks.size;
  }

  /** 0 for the slowest; Infinity for a layer without a time. */
  of(anchor: number): number {
    return this.ranks.get(anchor) ?? Infinity;
  }
}
