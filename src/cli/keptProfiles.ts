import { formatDuration } from '../shared/base/formatNumber';
import type { ProfileRequest } from '../shared/report/jobRequest';
import type { Profile } from '../shared/report/latency';
import type { ModelToken } from '../shared/report/modelToken';
import { threadsText } from '../shared/report/threadsText';
import { cacheFolder } from '../store/cacheFolder';
import { ProfileStore } from '../store/profileStore';
import type { Sizes } from './sizes';
import { printable } from './terminal/printable';

/**
 * Keeps a profile for `suggest`, `analyze` and the editor: under the sizes that were asked for and under those that it was taken with. A cache folder that cannot be
 * written means that it is not found later, nothing worse.
 */
export function keepProfile(token: ModelToken, { conditions, graphOptimization, arena }: ProfileRequest, profile: Profile): void {
  const { dims, inputShapes = {}, threads, provider, data, batch = 1 } = conditions;
  const store = new ProfileStore(cacheFolder());
  const asked = { threads, provider, graphOptimization, arena };
  // Data and whole shapes give sizes that nobody asked for by name.
  const isPlain = data === undefined && batch === 1 && Object.keys(inputShapes).length === 0;
  try {
    store.save(token, { ...asked, dims: profile.environment.dims }, profile);
    if (isPlain) store.save(token, { ...asked, dims }, profile);
  } catch {
    // Read-only, or full.
  }
}

/** The last profile of a model with these sizes and nothing else out of the ordinary; `undefined` where there is none. */
export function keptProfile(token: ModelToken, { dims, inputShapes }: Sizes): Profile | undefined {
  if (inputShapes.size > 0) return undefined;
  return new ProfileStore(cacheFolder()).find(token, { dims: Object.fromEntries(dims), threads: undefined });
}

/** `Profiled 2026-11-27 10:21: 12.3 ms median, 2 threads.` */
export function keptText({ latency, environment: { date, threads } }: Profile): string {
  const when = printable(date.slice(0, 16).replace('T', ' '));
  return `Profiled ${when}: ${formatDuration(latency.medianMs)} median, ${threadsText(threads)}.`;
}
