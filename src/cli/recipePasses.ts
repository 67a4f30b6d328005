import * as v from 'valibot';
import { passText } from '../shared/report/optimizeCommand';

const recipeSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ passes: v.array(v.object({ id: v.string(), parameters: v.optional(v.record(v.string(), v.unknown()), {}) })) }),
);

/** Passes of a recipe as it stands in a variant, written as on the command line; none of what is no recipe. */
export function passesOf(recipe: string | undefined): readonly string[] {
  const checked = v.safeParse(recipeSchema, recipe);
  return checked.success ? checked.output.passes.map(passText) : [];
}
