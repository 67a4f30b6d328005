import { useMemo } from 'preact/hooks';
import type { LayerModel } from '../model/layerModel';
import { layerOrigins, type LayerOrigin } from '../model/layerOrigin';
import { usePage } from './usePage';

/** What each layer was made from, or became in the file that is compared. */
export function useLayerOrigins(model: LayerModel): (layer: number) => LayerOrigin | undefined {
  const store = usePage();
  const { madeFrom, compared } = store.state.value;
  const shown = store.fileDifference.value;
  const answer = shown?.answer;
  return useMemo(() => {
    const description = compared.find(({ path }) => path === shown?.path)?.description ?? '';
    const other =
      shown === undefined || answer?.state !== 'done'
        ? undefined
        : { name: shown.name, steps: description === '' ? [] : [description], difference: answer.value.difference };
    return layerOrigins(model, { madeFrom, compared: other });
  }, [model.layers, madeFrom, answer]);
}
