import * as l10n from '@vscode/l10n';
import type { DryRun } from '../../../src/shared/report/passDescription';
import { useMemo, useRef, useState } from 'preact/hooks';
import { TextField } from '../../ui/textField';
import { px } from '../../ui/px';
import { useVirtualRows } from '../../ui/useVirtualRows';
import { usePage } from '../page/usePage';
import { PlanRow } from './planRow';

interface Props {
  readonly plan: DryRun;
  readonly excluded: readonly number[];
  readonly onToggle: (node: number) => void;
}

const SHOWN = ['all', 'change', 'skip'] as const;
type Shown = (typeof SHOWN)[number];
const TITLES: Readonly<Record<Shown, string>> = { all: l10n.t('All'), change: l10n.t('Changed'), skip: l10n.t('Kept') };
const HEADS = [
  ['p0', l10n.t('Layer')],
  ['p1', l10n.t('Now')],
  ['p2', l10n.t('Then')],
  ['p8', l10n.t('Nodes')],
  ['p3', l10n.t('Latency now')],
  ['p6', l10n.t('Then, estimated')],
  ['p4', l10n.t('Weights')],
  ['p7', l10n.t('Error')],
  ['p5', l10n.t('What, or why not')],
] as const;
const ROW_HEIGHT = 22;
const rowHeight = () => ROW_HEIGHT;

/** Layer by layer: what would happen, or why nothing would. A click on a precision keeps that layer as it is. */
export function PlanTable({ plan, excluded, onToggle }: Props) {
  const store = usePage();
  const [text, setText] = useState('');
  const [shown, setShown] = useState<Shown>('all');
  const scroller = useRef<HTMLDivElement>(null);
  const model = store.modelOf('layers');
  const rows = useMemo(() => {
    const name = (node: number) => model?.layers[model.layerOfNode[node] ?? -1]?.name ?? '';
    return plan.layers.filter(({ node, action }) => (shown === 'all' || action === shown) && name(node).includes(text));
  }, [plan, shown, text, model]);
  const virtual = useVirtualRows(scroller, rows.length, rowHeight, 24);
  const count = (kind: Shown) => plan.layers.filter(({ action }) => kind === 'all' || action === kind).length;
  if (model === undefined) return null;
  const [primary] = model.columns.values();
  const titleOf = (column: string, title: string) => {
    if (column === 'p6' && plan.tried !== undefined) return l10n.t('Then, tried');
    return column === 'p3' && primary?.unit !== 'ms' ? primary?.title : title;
  };
  return (
    <>
      <div class="row plan-filter">
        <TextField
          class="plan-find"
          label={l10n.t('Filter layers')}
          placeholder={l10n.t('Filter layers')}
          icon="filter"
          value={text}
          onInput={setText}
        />
        {SHOWN.map(kind => (
          <button key={kind} type="button" class="chip" aria-pressed={shown === kind} onClick={() => setShown(kind)}>
            {TITLES[kind]} <span>{count(kind)}</span>
          </button>
        ))}
        <span class="grow" />
        <span class="muted sm">{l10n.t('Click what a layer becomes to leave it as it is')}</span>
      </div>
      <div ref={scroller} class="plan-table" role="table" aria-label={l10n.t('Plan by layer')} aria-rowcount={rows.length + 1} tabIndex={0}>
        <div class="plan-head" role="rowgroup">
          <div class="plan-row" role="row">
            {HEADS.map(([column, title]) => (
              <div key={column} class={column} role="columnheader">
                {titleOf(column, title)}
              </div>
            ))}
          </div>
        </div>
        <div class="plan-body" role="rowgroup" style={{ height: px(virtual.totalHeight) }}>
          {virtual.items.map(({ index, top }) => {
            const row = rows[index];
            return row === undefined ? undefined : (
              <PlanRow
                key={row.node}
                model={model}
                row={row}
                top={top}
                index={index}
                isExcluded={excluded.includes(row.node)}
                onToggle={onToggle}
              />
            );
          })}
        </div>
      </div>
      {plan.notes.map(note => (
        <p key={note} class="sm muted">
          {note}
        </p>
      ))}
    </>
  );
}
