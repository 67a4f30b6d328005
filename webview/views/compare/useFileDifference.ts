import { useEffect } from 'preact/hooks';
import { STRUCTURE } from '../model/structureColumn';
import { useAnswer } from '../page/useAnswer';
import { usePage } from '../page/usePage';

/** Metrics that are about the chosen file: the change of its times, and of its graph. */
const OF_FILE = ['change', STRUCTURE] as const;

/** Asks how the chosen file differs from the model while the page shows it, again when a file or a profile is another one, and puts the answer into the store. `isViewOpen`: whether the Compare view is. */
export function useFileDifference(isViewOpen: boolean): void {
  const store = usePage();
  const { compared, profile, reading } = store.state.value;
  const { compareTo, columns } = store.ui.value;
  const file = compared.find(({ path }) => path === compareTo);
  const isAskedFor = isViewOpen || OF_FILE.some(id => store.metric.value === id || columns.includes(id));
  // The menus offer the change as soon as there is a file to compare with; once known it stays.
  const isOffered = store.overlay.value === 'metrics' || store.overlay.value === 'columns';
  const isWanted = file !== undefined && (isAskedFor || isOffered || store.fileDifference.value?.path === file.path);
  const taken = [profile?.environment.date, file?.bytes, file?.isStale, file?.measured?.latency?.after.medianMs];
  const key = isWanted ? JSON.stringify([file.path, reading, ...taken]) : '';
  const answer = useAnswer(key, isWanted ? () => store.host.fileDifference(file.id) : undefined);
  useEffect(() => {
    store.fileDifference.value = isWanted ? { path: file.path, name: file.name, answer } : undefined;
  }, [answer, key]);
}
