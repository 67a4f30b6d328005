import type { Suggestion } from '../../../src/shared/report/suggestion';
import type { ListedVariant } from '../../../src/shared/report/variant';

/** The variant that has tried a suggestion alone, the newest. */
export function measuredBy({ pass, parameters }: Suggestion, variants: readonly ListedVariant[]): ListedVariant | undefined {
  return variants.findLast(({ result }) => {
    const main = result.passes.filter(({ id }) => id === pass);
    return main.some(outcome => Object.entries(parameters).every(([name, value]) => outcome.parameters[name] === value));
  });
}
