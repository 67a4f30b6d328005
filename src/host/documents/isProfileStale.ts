import type { Profile } from '../../shared/report/latency';
import type { ModelView } from '../../shared/report/modelView';

/** Whether a profile was taken with other values of the symbolic dims than those chosen now. */
export function isProfileStale(model: ModelView, profile: Profile | undefined): boolean {
  if (profile === undefined) return false;
  const measured = new Map(Object.entries(profile.environment.dims));
  return model.analysis.dims.some(({ name, value }) => value !== undefined && measured.has(name) && measured.get(name) !== value);
}
