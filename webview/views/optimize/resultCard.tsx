import * as l10n from '@vscode/l10n';
import { useEffect, useRef } from 'preact/hooks';
import { formatWhole } from '../../../src/shared/base/numberLanguage';
import type { ListedVariant, Variant } from '../../../src/shared/report/variant';
import { Icon } from '../../ui/icon';
import { Note } from '../../ui/note';
import { usePage } from '../page/usePage';
import { ResultActions } from './resultActions';
import { ResultTable } from './resultTable';
import { RunComparison } from './runComparison';
import { verdictOf, type Verdict } from './verdict';

interface Props {
  readonly variant: ListedVariant;
  /** The verdict takes the focus when the card appears. */
  readonly isFocused: boolean;
}

const CLASSES = { pass: 'status-good', info: 'status-info', warning: 'status-warning', error: 'status-error' } as const;

/** Verdict first, then the proof, then what to do. */
export function ResultCard({ variant, isFocused }: Props) {
  const store = usePage();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (isFocused) heading.current?.focus();
  }, [isFocused]);
  const { result } = variant;
  const { budgetPercent, budgetPoints } = store.ui.value;
  const budgets = { drop: budgetPoints / 100, agreement: budgetPercent / 100 };
  const verdict = verdictOf(result, budgets);
  const notes = notesOf(variant, verdict);
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
      {notes.length === 0 ? undefined : (
        <div class="verdict-note">
          <Note kind={verdict.icon === 'pass' ? 'info' : verdict.icon}>
            {notes.map(note => (
              <p key={note}>{note}</p>
            ))}
          </Note>
        </div>
      )}
      <ResultActions variant={variant} verdict={verdict} />
    </article>
  );
}

/** What the job says, then what the interval says, then what the data could not say. */
function notesOf({ result }: Variant, { samplesToDecide }: Verdict): readonly string[] {
  const { notes, latency, verification, data } = result;
  const all = [...notes];
  if (latency?.speedup.verdict === 'no measurable difference')
    all.push(l10n.t('The interval of the change includes 0, or the change is within 2 %.'));
  if (samplesToDecide !== undefined) all.push(l10n.t('About {0} more samples would decide.', formatWhole(samplesToDecide)));
  if (verification?.inputs === 'synthetic' || data?.kind === 'synthetic') {
    all.push(l10n.t('Speed can be measured. Accuracy cannot, so agreement is not reported and the budget is off.'));
  }
  if (latency !== undefined) all.push(l10n.t('Runs alternated A B A B.'));
  return all;
}

/** `38 s`, `2 min 04 s`. */
function secondsText(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}
