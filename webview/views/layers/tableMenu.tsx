import * as l10n from '@vscode/l10n';
import { useRef } from 'preact/hooks';
import type { GroupSource } from '../../../src/shared/report/analysis';
import { Icon } from '../../ui/icon';
import { IconButton } from '../../ui/iconButton';
import { OverlayList } from '../../ui/overlayList';
import type { LayerModel } from '../model/layerModel';
import { usePage } from '../page/usePage';
import type { Grouping } from '../page/uiState';
import { optionalColumns } from './tableColumns';

const GROUPINGS: readonly (readonly [Grouping, string])[] = [
  ['scopes', l10n.t('Parts of the model')],
  ['operators', l10n.t('Operators')],
];

const SOURCES: readonly (readonly [GroupSource, string])[] = [
  ['names', l10n.t('Names')],
  ['structure', l10n.t('Structure')],
  ['none', l10n.t('None')],
];

/** What the table shows: its columns, what its rows stand below, and where groups of layers come from in all views. */
export function TableMenu({ model }: { readonly model: LayerModel }) {
  const store = usePage();
  const button = useRef<HTMLSpanElement>(null);
  const isOpen = store.overlay.value === 'columns';
  const close = (focus: boolean) => {
    store.overlay.value = undefined;
    if (focus) button.current?.querySelector('button')?.focus();
  };
  return (
    <span class="metric-menu" ref={button}>
      <IconButton
        icon="settings"
        label={l10n.t('Columns and groups')}
        expanded={isOpen}
        onClick={() => (store.overlay.value = isOpen ? undefined : 'columns')}
      />
      {isOpen ? <TableOptions model={model} onClose={close} /> : undefined}
    </span>
  );
}

interface Option {
  readonly id: string;
  readonly title: string;
  readonly hint?: string | undefined;
  readonly isOn: boolean;
  readonly choose: () => void;
}

function TableOptions({ model, onClose }: { readonly model: LayerModel; readonly onClose: (focus: boolean) => void }) {
  const store = usePage();
  const { columns, grouping } = store.ui.value;
  const toggle = (id: string) =>
    store.arrange({ columns: columns.includes(id) ? columns.filter(other => other !== id) : [...columns, id] });
  const shown = optionalColumns(model).map(({ id, title, note }): Option => ({
    id,
    title,
    hint: note,
    isOn: columns.includes(id),
    choose: () => toggle(id),
  }));
  const groups = GROUPINGS.map(([id, title]): Option => ({
    id,
    title,
    isOn: grouping === id,
    choose: () => store.arrange({ grouping: id }),
  }));
  const { source } = model.view.analysis.hierarchy;
  const sources = SOURCES.map(([id, title]): Option => ({
    id,
    title,
    isOn: source === id,
    choose: () => void store.host.setGrouping(id).catch(() => undefined),
  }));
  const explain = () => store.act({ kind: 'showCounting', section: 'how-things-are-counted' });
  const actions = [...shown, ...groups, ...sources].map(({ choose }) => choose);
  return (
    <OverlayList
      role="menu"
      label={l10n.t('Columns and groups')}
      class="table-options"
      first='[tabindex="-1"]'
      onChoose={index => (actions[index] ?? explain)()}
      onClose={onClose}
    >
      <OptionGroup title={l10n.t('Columns')} role="menuitemcheckbox" options={shown} />
      <OptionGroup title={l10n.t('Sums by')} role="menuitemradio" options={groups} />
      <OptionGroup title={l10n.t('Group')} role="menuitemradio" options={sources} />
      <div class="metric-option metric-hint" role="menuitem" tabIndex={-1} onClick={explain}>
        {l10n.t('How this is counted')}
      </div>
    </OverlayList>
  );
}

interface GroupProps {
  readonly title: string;
  readonly role: 'menuitemcheckbox' | 'menuitemradio';
  readonly options: readonly Option[];
}

function OptionGroup({ title, role, options }: GroupProps) {
  return (
    <div role="group" aria-label={title}>
      <div class="label metric-group" aria-hidden="true">
        {title}
      </div>
      {options.map(({ id, title: name, hint, isOn, choose }) => (
        <div key={id} class="metric-option" role={role} tabIndex={-1} aria-checked={isOn} title={hint} onClick={choose}>
          <span class="metric-check">{isOn ? <Icon name="check" /> : undefined}</span>
          <span class="grow">{name}</span>
        </div>
      ))}
    </div>
  );
}
