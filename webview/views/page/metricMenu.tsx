import * as l10n from '@vscode/l10n';
import { useRef } from 'preact/hooks';
import { countingNote } from '../../../src/shared/report/countingNotes';
import { Icon } from '../../ui/icon';
import { OverlayList } from '../../ui/overlayList';
import type { LayerColumn, LayerModel } from '../model/layerModel';
import { metricNote } from './metricNote';
import { usePage } from './usePage';

/** Chooses the metric that gives all views their colour. A listbox with groups, which the select element does not have. */
export function MetricMenu({ model }: { readonly model: LayerModel }) {
  const store = usePage();
  const isOpen = store.overlay.value === 'metrics';
  const shown = store.columnOf(model);
  const button = useRef<HTMLButtonElement>(null);
  const close = (focus: boolean) => {
    store.overlay.value = undefined;
    if (focus) button.current?.focus();
  };
  return (
    <span class="metric-menu">
      <button
        ref={button}
        type="button"
        class="dropdown"
        aria-haspopup="listbox"
        aria-expanded={isOpen}
        aria-label={l10n.t('Color by {0}', shown?.title ?? '')}
        onClick={() => (store.overlay.value = isOpen ? undefined : 'metrics')}
      >
        <span class="trunc">{shown?.title}</span>
        <Icon name="chevron-down" size={14} />
      </button>
      {isOpen ? <MetricList model={model} shown={shown?.id ?? ''} onClose={close} /> : undefined}
    </span>
  );
}

/** Stands in the list for the metric that needs the roofs of this machine. */
const MEASURE = 'measureMachine';

interface ListProps {
  readonly model: LayerModel;
  readonly shown: string;
  readonly onClose: (focus: boolean) => void;
}

function MetricList({ model, shown, onClose }: ListProps) {
  const store = usePage();
  const columns = [...model.columns.values()];
  const lacksRoofs = model.roofline !== undefined && model.roofline.from === undefined;
  const ids = [...columns.map(({ id }) => id), ...(lacksRoofs ? [MEASURE] : [])];
  const choose = (id: string) => {
    if (id === MEASURE) store.act({ kind: 'measureMachine' });
    else store.setMetric(id);
    onClose(true);
  };
  return (
    <OverlayList
      role="listbox"
      label={l10n.t('Color by')}
      first='[aria-selected="true"]'
      onChoose={index => choose(ids[index] ?? shown)}
      onClose={onClose}
    >
      <MetricGroup
        title={l10n.t('Measured')}
        columns={columns.filter(({ basis }) => basis === 'measured')}
        shown={shown}
        onChoose={choose}
      />
      <MetricGroup
        title={l10n.t('From the model')}
        columns={columns.filter(({ basis }) => basis !== 'measured')}
        shown={shown}
        onChoose={choose}
      />
      {lacksRoofs ? <UnmeasuredRoofline onChoose={() => choose(MEASURE)} /> : undefined}
      <div class="label metric-hint" aria-hidden="true">
        {l10n.t('Press M for the next metric')}
      </div>
    </OverlayList>
  );
}

/** The metric while nobody measured the machine: choosing it runs the command that does. */
function UnmeasuredRoofline({ onChoose }: { readonly onChoose: () => void }) {
  return (
    <div role="group" aria-label={l10n.t('Needs a measured machine')}>
      <div class="metric-option" role="option" tabIndex={-1} aria-selected={false} onClick={onChoose}>
        <span class="metric-check" />
        <span class="grow">{l10n.t('% of roofline')}</span>
        <span class="metric-note">{l10n.t('Measure This Machine')}</span>
      </div>
    </div>
  );
}

interface GroupProps {
  readonly title: string;
  readonly columns: readonly LayerColumn[];
  readonly shown: string;
  readonly onChoose: (id: string) => void;
}

function MetricGroup({ title, columns, shown, onChoose }: GroupProps) {
  if (columns.length === 0) return null;
  return (
    <div role="group" aria-label={title}>
      <div class="label metric-group" aria-hidden="true">
        {title}
      </div>
      {columns.map(column => (
        <div
          key={column.id}
          class="metric-option"
          role="option"
          tabIndex={-1}
          aria-selected={column.id === shown}
          title={countingNote(column.id)?.text}
          onClick={() => onChoose(column.id)}
        >
          <span class="metric-check">{column.id === shown ? <Icon name="check" /> : undefined}</span>
          <span class="grow">{column.title}</span>
          <span class="metric-note">{metricNote(column)}</span>
        </div>
      ))}
    </div>
  );
}
