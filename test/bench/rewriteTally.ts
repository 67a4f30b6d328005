import type { OutputDistance } from './outputDistance';

interface WayCounts {
  unchanged: number;
  equal: number;
  close: number;
  /** Random, or run by neither. */
  loaded: number;
  failed: number;
  nodesBefore: number;
  nodesAfter: number;
  ulp: number;
  scaledUlp: number;
  readonly refused: Map<string, number>;
}

/** Counts what a proof found, by the passes that were proved. */
export class RewriteTally {
  failures = 0;
  private readonly ways = new Map<string, WayCounts>();
  private readonly skipped = new Map<string, number>();
  private readonly sentences: string[] = [];

  skip(reason: string): void {
    this.skipped.set(reason, (this.skipped.get(reason) ?? 0) + 1);
  }

  keep(way: string): void {
    this.of(way).unchanged++;
  }

  refuse(way: string, reason: string): void {
    const { refused } = this.of(way);
    refused.set(reason, (refused.get(reason) ?? 0) + 1);
  }

  fail(way: string, model: string, what: string): void {
    this.failures++;
    this.of(way).failed++;
    this.sentences.push(`FAIL ${way}: ${model}: ${what}`);
  }

  change(way: string, distance: OutputDistance | undefined, nodesBefore: number, nodesAfter: number): void {
    const counts = this.of(way);
    if (distance === undefined) counts.loaded++;
    else if (distance.isEqual) counts.equal++;
    else counts.close++;
    counts.nodesBefore += nodesBefore;
    counts.nodesAfter += nodesAfter;
    if (distance === undefined || distance.ulp === Infinity) return;
    counts.ulp = Math.max(counts.ulp, distance.ulp);
    counts.scaledUlp = Math.max(counts.scaledUlp, distance.scaledUlp);
  }

  lines(models: number): readonly string[] {
    const list = (counts: ReadonlyMap<string, number>): string => [...counts].map(([what, count]) => `${String(count)} ${what}`).join(', ');
    return [
      ...this.sentences,
      `${String(models)} models; left out: ${list(this.skipped) || 'none'}`,
      ...[...this.ways].map(([way, counts]) => {
        const { unchanged, equal, close, loaded, failed, nodesBefore, nodesAfter, ulp, scaledUlp, refused } = counts;
        const far = close === 0 ? '' : ` (largest ${ulp.toFixed(1)} ULP, ${scaledUlp.toFixed(1)} of the largest value)`;
        const random = loaded === 0 ? '' : `, ${String(loaded)} load and cannot be compared`;
        const left = refused.size === 0 ? '' : `, refused: ${list(refused)}`;
        return `${way}: ${String(unchanged)} unchanged, ${String(equal)} bit-equal, ${String(close)} close${far}${random}${left}, nodes ${String(nodesBefore)} → ${String(nodesAfter)}, ${String(failed)} failures`;
      }),
    ];
  }

  private of(way: string): WayCounts {
    let counts = this.ways.get(way);
    if (counts === undefined) {
      counts = {
        ...{ unchanged: 0, equal: 0, close: 0, loaded: 0, failed: 0 },
        ...{ nodesBefore: 0, nodesAfter: 0, ulp: 0, scaledUlp: 0 },
        refused: new Map<string, number>(),
      };
      this.ways.set(way, counts);
    }
    return counts;
  }
}
