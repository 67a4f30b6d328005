import * as l10n from '@vscode/l10n';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ListedVariant } from '../../../src/shared/report/variant';
import { Icon } from '../../ui/icon';
import { LinkButton } from '../../ui/linkButton';
import { Note } from '../../ui/note';
import { usePage } from '../page/usePage';
import { ResultActions } from './resultActions';
import { resultRemarks, type ResultRemarks } from './resultRemarks';
import { ResultTable } from './resultTable';
import { RunComparison } from './runComparison';
import { useBudgets } from './useBudgets';
import { verdictOf } from './verdict';

interface Props {
  readonly variant: ListedVariant;
  /** The verdict takes the focus when the card appears. */
  readonly isFocused: boolean;
}

const CLASSES = { pass: 'status-good', info: 'status-info', warning: 'status-warning', error: 'status-error' } as const;

/** Verdict first, then the proof, then what to do. */
export function ResultCard({ variant, isFocused }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (isFocused) heading.current?.focus();
  }, [isFocused]);
  const { result } = variant;
  const budgets = useBudgets();
  const verdict = verdictOf(result, budgets);
  const remarks = resultRemarks(variant, verdict, usePage().state.value);
  return (
    <article class="verdict">
      <div class="verdict-head">
        <p class="muted sm">
          {variant.path.split(/[/\\]/).at(-1)}, {secondsText(result.seconds)}
        </p>
        <div role={isFocused ? 'status' : undefined}>
          <h2 ref={heading} tabIndex={-1}>
            <Icon name={verdict.icon} size={18} class={CLASSES[verdict.icon]} /> {verdict.words}
          </h2>
        </div>
      </div>
      {result.latency === undefined ? undefined : <RunComparison comparison={result.latency} name={variant.name} identity={variant.id} />}
      <ResultTable result={result} verdict={verdict} budgets={budgets} />
      {remarks.deciding.length + remarks.further.length === 0 ? undefined : (
        <div class="verdict-note">
          <Note kind={verdict.icon === 'pass' ? 'info' : verdict.icon}>
            <Remarks {...remarks} />
          </Note>
        </div>
      )}
      <ResultActions variant={variant} verdict={verdict} />
    </article>
  );
}

/** What stands in a note at first, where fewer sentences decide. */
const FIRST_REMARKS = 2;

/** What decides, else one or two sentences; the others when asked for. */
function Remarks({ deciding, further }: ResultRemarks) {
  const [areAllShown, setAllShown] = useState(false);
  const texts = [...deciding, ...further];
  const first = Math.max(FIRST_REMARKS, deciding.length);
  // A button for one more sentence takes as much room as that.
  const shown = areAllShown || texts.length <= first + 1 ? texts : texts.slice(0, first);
  const rest = texts.length - shown.length;
  return (
    <>
      {shown.map(text => (
        <p key={text}>{text}</p>
      ))}
      {rest === 0 ? undefined : (
        <LinkButton class="sm" onClick={() => setAllShown(true)}>
          {l10n.t('{0} More Remarks', rest)}
        </LinkButton>
      )}
    </>
  );
}

/** `38 s`, `2 min 04 s`. */
function secondsText(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}
