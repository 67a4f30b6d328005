import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { REASONS } from '../../shared/report/reason';
import type { SweepCombination, SweepPoint } from '../../shared/report/sweep';
import { cacheFolder } from '../../store/cacheFolder';

const number = v.number();
const range = v.object({ low: number, high: number, basis: v.picklist(['measured', 'estimated']), from: v.string() });
const measured = v.object({
  ...{ medianMs: number, lowMs: number, highMs: number, p90Ms: number, runs: number, reliable: v.boolean(), cpuMs: number },
  ...{ loadMs: number, peakRssBytes: number, throughputPerSecond: number, energyJoules: range },
});
const pointSchema = v.object({
  batch: number,
  threads: number,
  dims: v.record(v.string(), number),
  measured: v.optional(measured),
  error: v.optional(v.object({ reason: v.picklist(REASONS), message: v.string() })),
});

/**
 * Points of a sweep that is under way, one JSON line each, outside the workspace: a sweep that was killed goes on where it was. `identity` is everything that
 * two sweeps must share to share points.
 */
export class SweepProgressFile {
  private readonly file: string;

  constructor(identity: unknown, folder = cacheFolder()) {
    const key = createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 32);
    this.file = path.join(folder, `sweep-${key}.jsonl`);
  }

  /** What was measured before; lines that are cut off or of another form are left out. */
  read(): readonly SweepPoint[] {
    return this.text()
      .split('\n')
      .flatMap(line => {
        const point = parseLine(line);
        return point === undefined ? [] : [point];
      });
  }

  /** Keeps a point. Where nothing can be written a killed sweep starts anew, nothing worse. */
  add(point: SweepPoint): void {
    try {
      fs.mkdirSync(path.dirname(this.file), { recursive: true, mode: 0o700 });
      fs.appendFileSync(this.file, `${JSON.stringify(point)}\n`, { mode: 0o600 });
    } catch {
      // As above.
    }
  }

  remove(): void {
    fs.rmSync(this.file, { force: true });
  }

  private text(): string {
    try {
      return fs.readFileSync(this.file, 'utf8');
    } catch {
      return '';
    }
  }
}

function parseLine(line: string): SweepPoint | undefined {
  try {
    const checked = v.safeParse(pointSchema, JSON.parse(line));
    if (!checked.success) return undefined;
    const { measured: found, error, ...combination } = checked.output;
    return { ...combination, measured: found, error };
  } catch {
    return undefined;
  }
}

export function sameCombination(a: SweepCombination, b: SweepCombination): boolean {
  return a.batch === b.batch && a.threads === b.threads && JSON.stringify(a.dims) === JSON.stringify(b.dims);
}
