import { useLayoutEffect, useState } from 'preact/hooks';
import { nextTask } from '../../ui/nextTask';
import type { LayerModel } from '../model/layerModel';
import { usePage } from '../page/usePage';
import { graphStructure } from './graphStructure';

/**
 * The model once the structure of its graph is found, the one before until then: in a page the parts are found in a task each, so that keys and clicks come
 * through while a large model is opened. Metrics that come later change no structure.
 */
export function usePreparedModel(model: LayerModel): LayerModel | undefined {
  const { later } = usePage();
  const [prepared, setPrepared] = useState<LayerModel | undefined>(undefined);
  const isPrepared = later === undefined || prepared?.layers === model.layers;
  useLayoutEffect(() => {
    if (isPrepared) return undefined;
    let isCurrent = true;
    const inTask = (run: () => void) => nextTask(() => (isCurrent ? run() : undefined));
    inTask(() => graphStructure(model).tree);
    inTask(() => graphStructure(model).edges);
    inTask(() => setPrepared(model));
    return () => {
      isCurrent = false;
    };
  }, [model.layers]);
  return isPrepared ? model : prepared;
}
