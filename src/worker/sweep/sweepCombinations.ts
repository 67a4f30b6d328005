import { seededRandom } from '../../shared/base/random';
import type { SweepCombination } from '../../shared/report/sweep';

/** Values of every axis. */
export interface SweepAxes {
  readonly batch: readonly number[];
  readonly threads: readonly number[];
  readonly dims: Readonly<Record<string, readonly number[]>>;
}

/** Every combination of the axes' values: dims outermost, then threads, then batch. */
export function sweepCombinations({ batch, threads, dims }: SweepAxes): readonly SweepCombination[] {
  let assignments: readonly Readonly<Record<string, number>>[] = [{}];
  for (const [name, values] of Object.entries(dims)) {
    assignments = assignments.flatMap(known => values.map(value => ({ ...known, [name]: value })));
  }
  return assignments.flatMap(assigned => threads.flatMap(count => batch.map(size => ({ batch: size, threads: count, dims: assigned }))));
}

/** The same in an order that depends on the seed alone (Fisher and Yates): a machine that slows down must not slow down the large batches only. */
export function shuffled<T>(values: readonly T[], seed: number): readonly T[] {
  const random = seededRandom(seed);
  const order = [...values];
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}

/** Powers of two below the physical cores, and these. */
export function defaultThreads(cores: number): readonly number[] {
  const counts: number[] = [];
  for (let count = 1; count < cores; count *= 2) counts.push(count);
  return [...counts, cores];
}
