import type { Suggestion } from '../../../src/shared/report/suggestion';
import type { Variant } from '../../../src/shared/report/variant';

/** Index of the variant that has tried a suggestion alone, the newest; −1 for none. */
export function measuredBy({ pass, parameters }: Suggestion, variants: readonly Variant[]): number {
  return variants.findLastIndex(({ result }) => {
    const main = result.passes.filter(({ id }) => id === pass);
    return main.some(outcome => Object.entries(parameters).every(([name, value]) => outcome.parameters[name] === value));
  });
}
