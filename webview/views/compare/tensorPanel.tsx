import * as l10n from '@vscode/l10n';
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
    <section class="compare-panel compare-difference" aria-label={l10n.t('Tensors')}>
      <div class="compare-panel-head">
        <h2>{l10n.t('Tensors')}</h2>
        <span class="grow muted sm">
          {found === undefined ? l10n.t('How far the output of each layer is from the baseline.') : sentence(model, found)}
        </span>
        <Button
          compact
          secondary
          icon="play"
          action="compareTensors"
          disabled={job !== undefined}
          onClick={() => store.act({ kind: 'compareTensors', id: file.id })}
        >
          {found === undefined ? l10n.t('Compare Tensors') : l10n.t('Compare Again')}
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
  if (layers.length === 0) return l10n.t('No layer has an output of the same name in both models. {0}.', on);
  const first = layers[firstDivergent(difference)];
  if (first === undefined) return l10n.t('No layer adds more than rounding (SQNR at least {0} dB). {1}.', DIVERGES_BELOW_DB, on);
  const [name, error] = [nameOf(model, first.layer), formatValue(first.localDb, 'decibel')];
  return l10n.t('{0} is the first layer that adds more than rounding: {1}. {2}.', name, error, on);
}

function TensorTable({ model, layers }: { readonly model: LayerModel; readonly layers: readonly LayerError[] }) {
  const store = usePage();
  const columns: readonly ChartColumn[] = [
    { title: l10n.t('Layer'), width: 4, text: index => nameOf(model, layers[index]?.layer ?? -1) },
    { title: l10n.t('Op'), width: 2, text: index => model.view.nodeOps[layers[index]?.layer ?? -1] ?? '' },
    { title: l10n.t('Own error, SQNR'), width: 3, isNumber: true, text: index => formatValue(layers[index]?.localDb ?? NaN, 'decibel') },
    { title: l10n.t('Accumulated'), width: 3, isNumber: true, text: index => formatValue(layers[index]?.accumulatedDb ?? NaN, 'decibel') },
    { title: l10n.t('Cosine'), width: 2, isNumber: true, text: index => formatValue(layers[index]?.cosine ?? NaN, 'cosine') },
    { title: l10n.t('Largest difference'), width: 3, isNumber: true, text: index => formatSignificant(layers[index]?.maxAbs ?? NaN) },
    { title: l10n.t('Tensor'), width: 4, text: index => layers[index]?.tensor ?? '' },
  ];
  return (
    <ChartTable
      label={l10n.t('Tensors per layer')}
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
