import { useEffect } from 'preact/hooks';
import { useAnswer } from '../page/useAnswer';
import { usePage } from '../page/usePage';

/** Id of the metric that is the change of the chosen file. */
export const CHANGE = 'change';

/** Asks how the chosen file differs from the model while a view shows it, again when a file or a profile is another one, and puts the answer into the store. */
export function useFileDifference(): void {
  const store = usePage();
  const { compared, profile, reading } = store.state.value;
  const { compareTo, view, columns } = store.ui.value;
  const index = compared.findIndex(({ path }) => path === compareTo);
  const file = compared[index];
  const isAskedFor = view === 'compare' || store.metric.value === CHANGE || columns.includes(CHANGE);
  // The menus offer the change as soon as there is a file to compare with; once known it stays.
  const isOffered = store.overlay.value === 'metrics' || store.overlay.value === 'columns';
  const isWanted = file !== undefined && (isAskedFor || isOffered || store.fileDifference.value?.path === file.path);
  const taken = [profile?.environment.date, file?.bytes, file?.isStale, file?.measured?.latency?.after.medianMs];
  const key = isWanted ? JSON.stringify([file.path, reading, ...taken]) : '';
  const answer = useAnswer(key, isWanted ? () => store.host.fileDifference(index) : undefined);
  useEffect(() => {
    store.fileDifference.value = isWanted ? { path: file.path, name: file.name, answer } : undefined;
  }, [answer, key]);
}
