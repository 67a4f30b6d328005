import type { DataPreview } from '../../../src/shared/report/dataPreview';
import { useAnswer, type Answer } from '../page/useAnswer';
import { usePage } from '../page/usePage';

/** What passes would be fed with the data and sizes chosen now; waiting while it is not wanted, or nothing may be read. */
export function useDataPreview(isWanted: boolean): Answer<DataPreview> {
  const store = usePage();
  const { calibration, evaluation, model, reading, trust, runnable } = store.state.value;
  const isAllowed = isWanted && trust === 'trusted' && runnable && model !== undefined;
  const dims = model?.analysis.dims.map(({ name, value }) => `${name}=${value ?? '?'}`);
  const key = JSON.stringify([isAllowed, calibration?.label, evaluation?.label, reading, dims]);
  return useAnswer(key, isAllowed ? () => store.host.previewData() : undefined);
}
