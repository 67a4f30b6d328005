import { toNumbers } from '../../data/convertElements';
import type { NamedTensors } from '../../shared/graph/denseTensor';

/** Notices calibration data that hold one and the same value throughout: ranges fitted to it mean nothing, and every variant agrees on it. */
export class SampleVariety {
  /** The first value of each input. */
  private readonly first = new Map<string, number>();
  private varies = false;

  /** Stops looking at the first value that differs, which in real data is one of the first. */
  add(feeds: NamedTensors): void {
    if (this.varies) return;
    for (const [name, { dtype, data }] of feeds) {
      const values = toNumbers(dtype, data);
      const first = this.first.get(name) ?? values?.[0];
      if (values === undefined || first === undefined) continue;
      this.first.set(name, first);
      for (let index = 0; index < values.length && !this.varies; index++) this.varies = values[index] !== first;
    }
  }

  /** What to say of them, if anything. */
  get notes(): readonly string[] {
    if (this.varies || this.first.size === 0) return [];
    const [value = 0] = this.first.values();
    const what = this.first.size === 1 ? `the value ${String(value)}` : 'one value per input';
    return [
      `The calibration data hold nothing but ${what}: ranges fitted to them mean nothing, nor does it that outputs agree. Check the data.`,
    ];
  }
}
