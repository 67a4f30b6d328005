import { useEffect, useMemo } from 'preact/hooks';
import type { BodyGraph } from '../../../src/shared/report/bodyGraph';
import { bodyModel } from '../model/bodyModel';
import type { LayerModel } from '../model/layerModel';
import { useAnswer, type Answer } from '../page/useAnswer';
import { usePage } from '../page/usePage';
import type { OpenBody } from '../page/graphPlace';

/** The innermost open body as a model, asked of the host; the page shows its details while the graph does. */
export function useOpenBody(page: LayerModel, way: readonly OpenBody[]): Answer<LayerModel> {
  const store = usePage();
  const { graphNodes } = store.ui.value;
  const steps = way.map(({ node, attribute }) => ({ node, attribute }));
  const answer = useAnswer<BodyGraph>(keyOf(steps, store.state.value.reading, page), () => store.host.bodyGraph(steps));
  const body = answer.state === 'done' ? answer.value : undefined;
  const model = useMemo(
    () => (body === undefined ? undefined : bodyModel(page, way, body, graphNodes === 'original' ? 'nodes' : 'layers')),
    [page, body, graphNodes],
  );
  useEffect(() => {
    store.body.value = model;
    return () => {
      store.body.value = undefined;
    };
  }, [model]);
  if (answer.state !== 'done') return answer;
  return model === undefined ? { state: 'waiting' } : { state: 'done', value: model };
}

/** Another reading of the file or other sizes make another body. */
function keyOf(steps: unknown, reading: number, { view }: LayerModel): string {
  return JSON.stringify([steps, reading, view.analysis.dims]);
}
