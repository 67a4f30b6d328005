import * as l10n from '@vscode/l10n';
import { assertNever } from '../../../src/shared/base/assertNever';
import type { LayerModel } from '../model/layerModel';
import { unitCountText } from '../model/unitCountText';
import type { PageStore } from '../page/pageStore';
import { shownChoice, shownLayers, tableModel } from './shownLayers';
import { tableColumns } from './tableColumns';
import { layersInOrder } from './tableRows';
import { commaSeparated, markdownLayers, tabSeparated } from './tableText';

export type CopyForm = 'values' | 'csv' | 'markdown';

/** Puts layers on the clipboard as a table, in the columns and the order of the table: those that are chosen, else the selected one, else all that are shown. */
export function copyLayers(store: PageStore, form: CopyForm): void {
  const copied = layersToCopy(store);
  if (copied === undefined || copied.layers.length === 0) return;
  const { model } = copied;
  const { sort, grouping, columns: chosen } = store.ui.value;
  const columns = tableColumns(model, store.metric.value, chosen, store.ui.value);
  const layers = layersInOrder(model, { layers: copied.layers, sort, grouping });
  store.host.copyText(textOf(form)(model, columns, layers)).then(
    () => (store.announcement.value = l10n.t('{0} copied', unitCountText(model.unit, layers.length))),
    (error: unknown) => store.host.reportFailure(String(error)),
  );
}

function textOf(form: CopyForm): typeof tabSeparated {
  switch (form) {
    case 'values':
      return tabSeparated;
    case 'csv':
      return commaSeparated;
    case 'markdown':
      return markdownLayers;
    default:
      return assertNever(form);
  }
}

function layersToCopy(store: PageStore): { readonly model: LayerModel; readonly layers: readonly number[] } | undefined {
  const choice = shownChoice(store);
  if (choice !== undefined) return choice;
  const model = tableModel(store);
  if (model === undefined) return undefined;
  const selected = store.selectedIn(model);
  return { model, layers: selected < 0 ? shownLayers(store, model) : [selected] };
}
