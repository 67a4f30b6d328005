import type { Variant } from '../../../src/shared/report/variant';

/** How many files stand between each variant and the model: 1 for what was made from the model itself. */
export function lineageLevels(variants: readonly Variant[]): readonly number[] {
  const parents = new Map(variants.map(({ path, parent }) => [path, parent]));
  return variants.map(({ path }) => {
    let level = 1;
    const seen = new Set([path]);
    for (let parent = parents.get(path); parent !== undefined && parents.has(parent) && !seen.has(parent); parent = parents.get(parent)) {
      seen.add(parent);
      level++;
    }
    return level;
  });
}
