import { formatShare } from '../../../src/shared/base/formatNumber';
import { sumText } from '../model/columnText';
import type { LayerColumn } from '../model/layerModel';
import type { OperatorRow } from './operatorRows';

interface Props {
  readonly rows: readonly OperatorRow[];
  readonly sums: LayerColumn;
  /** What steps are: `kernel`, `node`. */
  readonly unit: string;
}

/** What each kind of operator takes in all. */
export function TimelineTotals({ rows, sums, unit }: Props) {
  const noun = sums.id === 'latencyMs' ? 'time' : sums.title;
  return (
    <ul class="timeline-totals sm" aria-label={`Totals by operator, ${sums.title}`}>
      {rows.map(({ title, steps, value, share }) => (
        <li key={title} class="col">
          <span class="xs muted trunc">
            {title} · {steps.length} {unit}
            {steps.length === 1 ? '' : 's'}
          </span>
          <span class="nowrap">
            <b>{sumText(sums, value)}</b> <span class="muted">{Number.isNaN(share) ? '' : `${formatShare(share)} of ${noun}`}</span>
          </span>
          <span class="timeline-total-bar" aria-hidden="true">
            <i style={{ width: `${(100 * share || 0).toFixed(1)}%` }} />
          </span>
        </li>
      ))}
    </ul>
  );
}
