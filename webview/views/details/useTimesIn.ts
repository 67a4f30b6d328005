import type { MatchedTimes } from '../../../src/shared/report/comparedFile';
import { useAnswer } from '../page/useAnswer';
import { usePage } from '../page/usePage';

/** A file's times on the nodes of the model, with the path that they are of. */
export interface TimesIn {
  readonly path: string;
  readonly times: MatchedTimes;
}

/** Times of a file that was compared with the model and profiled like it; asked for once, and `undefined` until they are known, or where there are none. */
export function useTimesIn(path: string | undefined): TimesIn | undefined {
  const store = usePage();
  const { compared, profile, reading } = store.state.value;
  const file = compared.find(other => other.path === path && other.measured?.latency !== undefined && !other.isStale);
  const key = file === undefined || profile === undefined ? '' : JSON.stringify([file.path, reading, profile.environment.date]);
  const answer = useAnswer(key, key === '' || file === undefined ? undefined : () => store.host.fileDifference(file.id));
  const times = answer.state === 'done' && file !== undefined ? answer.value.times : undefined;
  return times === undefined || path === undefined ? undefined : { path, times };
}
