import * as l10n from '@vscode/l10n';
import { formatShare } from '../../../src/shared/base/formatNumber';
import { sumText } from '../model/columnText';
import type { LayerColumn, LayerUnit } from '../model/layerModel';
import type { OperatorRow } from './operatorRows';
import { unitCountText } from '../model/unitCountText';

interface Props {
  readonly rows: readonly OperatorRow[];
  readonly sums: LayerColumn;
  /** What steps are. */
  readonly unit: LayerUnit;
}

/** What each kind of operator takes in all. */
export function TimelineTotals({ rows, sums, unit }: Props) {
  const shareOf = (share: number) =>
    sums.id === 'latencyMs' ? l10n.t('{0} of time', formatShare(share)) : l10n.t('{0} of {1}', formatShare(share), sums.title);
  return (
    <ul class="timeline-totals sm" aria-label={l10n.t('Totals by operator, {0}', sums.title)}>
      {rows.map(({ title, steps, value, share }) => (
        <li key={title} class="col">
          <span class="xs muted trunc">
            {title} · {unitCountText(unit, steps.length)}
          </span>
          <span class="nowrap">
            <b>{sumText(sums, value)}</b> <span class="muted">{Number.isNaN(share) ? '' : shareOf(share)}</span>
          </span>
          <span class="timeline-total-bar" aria-hidden="true">
            <i style={{ width: `${(100 * share || 0).toFixed(1)}%` }} />
          </span>
        </li>
      ))}
    </ul>
  );
}
