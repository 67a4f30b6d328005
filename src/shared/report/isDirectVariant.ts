import type { Variant } from './variant';

/** Whether a variant was made from the model itself, whose nodes its ids then mean. `variants`: all that are listed with the model, indirect ones among them. */
export function isDirectVariant({ parent }: Pick<Variant, 'parent'>, variants: readonly Pick<Variant, 'path'>[]): boolean {
  return variants.every(({ path }) => path !== parent);
}
