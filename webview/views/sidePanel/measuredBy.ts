import type { Suggestion } from '../../../src/shared/report/suggestion';
import type { ListedVariant } from '../../../src/shared/report/variant';

/** The newest variant of this very graph that has tried a suggestion alone. `skeletonHash`: of the model that the suggestion is about. */
export function measuredBy(
  { pass, parameters }: Suggestion,
  variants: readonly ListedVariant[],
  skeletonHash: string,
): ListedVariant | undefined {
  return variants.findLast(({ parentSkeletonHash, result }) => {
    const main = result.passes.filter(({ id }) => id === pass);
    const isOfGraph = parentSkeletonHash === skeletonHash;
    return isOfGraph && main.some(outcome => Object.entries(parameters).every(([name, value]) => outcome.parameters[name] === value));
  });
}
