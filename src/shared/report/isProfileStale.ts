import type { Analysis } from './analysis';
import type { Profile } from './latency';

/** Whether a profile was taken with other input shapes than those chosen now. A size that is not chosen fits any. Looks into the model only if there is a profile. */
export function isProfileStale(model: { readonly analysis: Analysis }, profile: Profile | undefined): boolean {
  if (profile === undefined) return false;
  const measured = new Map(Object.entries(profile.inputShapes));
  return model.analysis.inputs.some(({ name, shape }) => {
    const sizes = measured.get(name);
    return sizes !== undefined && shape !== undefined && shape.some((dim, axis) => typeof dim === 'number' && dim !== sizes[axis]);
  });
}
