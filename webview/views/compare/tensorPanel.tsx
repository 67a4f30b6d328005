import { formatSignificant, formatValue } from '../../../src/shared/base/formatNumber';
import type { LayerError } from '../../../src/shared/report/layerError';
import { DIVERGES_BELOW_DB, firstDivergent } from '../../../src/shared/report/tensorDifference';
import { Button } from '../../ui/button';
import { ChartTable, type ChartColumn } from '../../ui/chartTable';
import type { LayerModel } from '../model/layerModel';
import { usePage } from '../page/usePage';
import type { ComparedRow } from './comparedRow';
import { knownTensors, type KnownTensors } from './knownTensors';

interface Props {
  readonly model: LayerModel;
  readonly row: ComparedRow;
}

/** How far what each layer makes is from the baseline's, found out on demand. */
export function TensorPanel({ model, row }: Props) {
  const store = usePage();
  const { trust, runnable, job } = store.state.value;
  const { file } = row;
  const found = knownTensors(store.state.value, row);
  if (file === undefined || (found === undefined && !(trust === 'trusted' && runnable))) return null;
  return (
    <section class="compare-panel compare-difference" aria-label="Tensors">
      <div class="compare-panel-head">
        <h2>Tensors</h2>
        <span class="grow muted sm">
          {found === undefined ? 'How far the output of each layer is from the baseline.' : sentence(model, found)}
        </span>
        <Button
          compact
          secondary
          icon="play"
          action="compareTensors"
          disabled={job !== undefined}
          onClick={() => store.act({ kind: 'compareTensors', id: file.id })}
        >
          {found === undefined ? 'Compare Tensors' : 'Compare Again'}
        </Button>
      </div>
      {found === undefined || found.difference.layers.length === 0 ? undefined : (
        <TensorTable model={model} layers={found.difference.layers} />
      )}
    </section>
  );
}

/** Where the models begin to diverge, and on what that was found. */
function sentence(model: LayerModel, { difference, on }: KnownTensors): string {
  const { layers } = difference;
  if (layers.length === 0) return `No layer has an output of the same name in both models. ${on}.`;
  const first = layers[firstDivergent(difference)];
  if (first === undefined) return `No layer adds more than rounding (SQNR at least ${DIVERGES_BELOW_DB} dB). ${on}.`;
  return `${nameOf(model, first.layer)} is the first layer that adds more than rounding: ${formatValue(first.localDb, 'decibel')}. ${on}.`;
}

function TensorTable({ model, layers }: { readonly model: LayerModel; readonly layers: readonly LayerError[] }) {
  const store = usePage();
  const columns: readonly ChartColumn[] = [
    { title: 'Layer', width: 4, text: index => nameOf(model, layers[index]?.layer ?? -1) },
    { title: 'Op', width: 2, text: index => model.view.nodeOps[layers[index]?.layer ?? -1] ?? '' },
    { title: 'Own error, SQNR', width: 3, isNumber: true, text: index => formatValue(layers[index]?.localDb ?? NaN, 'decibel') },
    { title: 'Accumulated', width: 3, isNumber: true, text: index => formatValue(layers[index]?.accumulatedDb ?? NaN, 'decibel') },
    { title: 'Largest difference', width: 3, isNumber: true, text: index => formatSignificant(layers[index]?.maxAbs ?? NaN) },
    { title: 'Tensor', width: 4, text: index => layers[index]?.tensor ?? '' },
  ];
  return (
    <ChartTable
      label="Tensors per layer"
      count={layers.length}
      columns={columns}
      selected={layers.findIndex(({ layer }) => model.layerOfNode[layer] === store.selectedIn(model))}
      onSelect={index => store.select(layers[index]?.layer)}
    />
  );
}

function nameOf(model: LayerModel, node: number): string {
  return model.layers[model.layerOfNode[node] ?? -1]?.name ?? model.view.nodeNames[node] ?? '';
}
