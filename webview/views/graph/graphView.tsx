import type { LayerModel } from '../model/layerModel';
import type { GraphNodes } from '../page/uiState';
import { usePage } from '../page/usePage';
import { BodyGraphView } from './bodyGraphView';
import { RowsSkeleton } from '../page/rowsSkeleton';
import { GraphOf } from './graphOf';
import { usePreparedModel } from './usePreparedModel';

/** The model as a graph of groups, layers and tensors (design spec 4.3), or a body of it that was opened. */
export function GraphView({ model: both }: { readonly model: LayerModel }) {
  const store = usePage();
  const { graphNodes, graphBodies } = store.ui.value;
  if (graphBodies.length > 0)
    return (
      <BodyGraphView key={JSON.stringify(graphBodies.map(({ node, attribute }) => [node, attribute]))} page={both} way={graphBodies} />
    );
  return <ModelGraph model={modelFor(both, graphNodes, unit => store.modelOf(unit))} />;
}

function ModelGraph({ model }: { readonly model: LayerModel }) {
  const prepared = usePreparedModel(model);
  const scale = usePage().scaleOf(prepared);
  return prepared === undefined || scale === undefined ? <RowsSkeleton /> : <GraphOf model={prepared} scale={scale} />;
}

/** Without kernels that ran there is nothing to show of them. */
function modelFor(both: LayerModel, nodes: GraphNodes, modelOf: (unit: 'nodes' | 'kernels') => LayerModel | undefined): LayerModel {
  if (nodes === 'original') return modelOf('nodes') ?? both;
  return nodes === 'kernels' && both.profile !== undefined ? (modelOf('kernels') ?? both) : both;
}
