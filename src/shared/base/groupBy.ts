import { appendTo } from './appendTo';

/** Items by key, keys in order of first appearance; those without a key are left out. */
export function groupBy<T, K>(items: Iterable<T>, keyOf: (item: T) => K | undefined): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key !== undefined) appendTo(groups, key, item);
  }
  return groups;
}
