import * as l10n from '@vscode/l10n';
import { useEffect, useMemo } from 'preact/hooks';
import { IconButton } from '../../ui/iconButton';
import { chosenShare, chosenSum, type ChosenSum } from '../model/chosenSums';
import type { LayerModel } from '../model/layerModel';
import { precisionOf } from '../model/matchLayer';
import { spokenValue } from '../model/spokenLayer';
import { unitCountText } from '../model/unitCountText';
import { usePage } from '../page/usePage';
import { copyLayers } from './copyLayers';
import type { ShownChoice } from './shownLayers';
import { tableColumns, type TableColumn } from './tableColumns';
import { useShownChoice } from './useShownChoice';

/** A range that grows with every key is told when it stands still. */
const REST_MS = 400;

/** Below the table while several rows are chosen: how many, what they come to in the columns shown, and what can be done with them. */
export function ChosenLine() {
  const store = usePage();
  const choice = useShownChoice();
  const columns = choice === undefined ? [] : tableColumns(choice.model, store.metric.value, store.ui.value.columns, store.ui.value);
  const sums = useMemo(() => (choice === undefined ? [] : columnSums(choice, columns)), [choice, columns.map(({ id }) => id).join()]);
  useAnnouncement(choice === undefined ? '' : [countText(choice), ...sums.map(spokenSum)].join(', '));
  return (
    <>
      <p class="visually-hidden" role="status">
        {store.announcement.value}
      </p>
      {choice === undefined ? undefined : <Line choice={choice} sums={sums} />}
    </>
  );
}

function Line({ choice, sums }: { readonly choice: ShownChoice; readonly sums: readonly ChosenSum[] }) {
  const store = usePage();
  return (
    <div class="chosen-line sm" role="group" aria-label={l10n.t('Chosen rows')}>
      <b class="nowrap">{countText(choice)}</b>
      {sums.map(({ title, text, note }) => (
        <span key={title} class="nowrap" title={note}>
          <span class="muted">{title}</span> {text}
        </span>
      ))}
      <span class="grow" />
      <span class="row">
        <IconButton icon="copy" label={l10n.t('Copy for a spreadsheet (Ctrl+C)')} onClick={() => copyLayers(store, 'values')} />
        <IconButton icon="markdown" label={l10n.t('Copy as Markdown')} onClick={() => copyLayers(store, 'markdown')} />
        <IconButton icon="close" label={l10n.t('Only the selected row (Escape)')} onClick={() => store.chooseOne()} />
      </span>
    </div>
  );
}

/** `5 layers chosen`, `5 layers chosen, 2 more hidden by the filter`. */
function countText({ model, layers, hidden }: ShownChoice): string {
  const count = l10n.t('{0} chosen', unitCountText(model.unit, layers.length));
  return hidden === 0 ? count : l10n.t('{0}, {1} more hidden by the filter', count, hidden);
}

/** In the order of the columns; those that hold texts come to nothing. */
function columnSums({ model, layers }: ShownChoice, columns: readonly TableColumn[]): readonly ChosenSum[] {
  return columns.flatMap(({ id, title, kind }): readonly ChosenSum[] => {
    const share = kind === 'share' ? chosenShare(model, layers) : undefined;
    if (share !== undefined) return [share];
    if (kind === 'precision') return [{ title, text: precisions(model, layers), note: '' }];
    const column = model.columns.get(id);
    const sum = column === undefined ? undefined : chosenSum(column, layers);
    return sum === undefined ? [] : [{ ...sum, title }];
  });
}

function precisions(model: LayerModel, layers: readonly number[]): string {
  const words = new Set(layers.map(layer => precisionOf(model, model.layers[layer] ?? { node: -1 })));
  return [...words].filter(Boolean).join(', ');
}

function spokenSum({ title, text, note }: ChosenSum): string {
  return [`${title} ${spokenValue(text)}`, note].filter(Boolean).join(' ');
}

function useAnnouncement(text: string): void {
  const { announcement } = usePage();
  useEffect(() => {
    const timer = setTimeout(() => (announcement.value = text), REST_MS);
    return () => clearTimeout(timer);
  }, [text]);
}
