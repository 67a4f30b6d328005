import * as l10n from '@vscode/l10n';
import { valueText } from '../model/columnText';
import type { HeatScale } from '../model/heatScale';
import { withoutRange, withRange } from './heatRange';
import { usePage } from './usePage';

interface Props {
  readonly end: 'cold' | 'hot';
  readonly scale: HeatScale;
  /** With the column's own ends. */
  readonly whole: HeatScale;
}

const STEP = 1 / 24;
const SHORTEST = 2 * STEP;

/** One end of the ramp for the keyboard: arrows move it, Delete puts both back. */
export function RampEnd({ end, scale, whole }: Props) {
  const store = usePage();
  const [cold, hot] = [whole.heat(scale.valueAt(0)), whole.heat(scale.valueAt(1))];
  const own = end === 'cold' ? cold : hot;
  const key = (event: KeyboardEvent) => {
    const { heatRanges } = store.ui.value;
    const step = STEPS.get(event.key);
    if (event.key === 'Delete' || event.key === 'Backspace') store.arrange({ heatRanges: withoutRange(heatRanges, scale) });
    else if (step !== undefined) {
      const from = end === 'cold' ? Math.max(0, Math.min(hot - SHORTEST, cold + step)) : cold;
      const to = end === 'hot' ? Math.min(1, Math.max(cold + SHORTEST, hot + step)) : hot;
      store.arrange({ heatRanges: withRange(heatRanges, whole, from, to) });
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <span
      class={`ramp-end ${end}`}
      role="slider"
      tabIndex={0}
      aria-label={end === 'cold' ? l10n.t('Cold end of the colors') : l10n.t('Hot end of the colors')}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(100 * own)}
      aria-valuetext={valueText(scale.column, scale.valueAt(end === 'cold' ? 0 : 1))}
      onKeyDown={key}
    />
  );
}

const STEPS: ReadonlyMap<string, number> = new Map([
  ['ArrowRight', STEP],
  ['ArrowUp', STEP],
  ['ArrowLeft', -STEP],
  ['ArrowDown', -STEP],
]);
