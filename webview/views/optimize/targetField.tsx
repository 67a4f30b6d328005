import * as l10n from '@vscode/l10n';
import { Select } from '../../ui/select';
import { Segments } from '../../ui/segments';
import { usePage } from '../page/usePage';
import type { Goal } from './goal';
import { chosenPasses, type PassChoice } from './passChoice';
import { dependsOnProcessor, PROCESSORS, type Processor } from './processor';
import { chooseFor } from './usePassChoice';

interface Props {
  readonly choice: PassChoice;
  readonly onChange: (choice: PassChoice) => void;
}

const GOALS = [
  { value: 'latency', title: l10n.t('Latency') },
  { value: 'size', title: l10n.t('File size') },
  { value: 'both', title: l10n.t('Both') },
] as const satisfies readonly { readonly value: Goal; readonly title: string }[];

const TITLES: Readonly<Record<Processor, string>> = {
  this: l10n.t('This machine'),
  saturating: l10n.t('x64 without VNNI'),
  exact: l10n.t('x64 with VNNI, ARM'),
};

const NOTES: Readonly<Record<Processor, string>> = {
  this: l10n.t('Weights use what this processor’s 8-bit products allow, which is found out by trying.'),
  saturating: l10n.t('Weights stay so small that sums of two products fit into 16 bits. Measured is on this machine.'),
  exact: l10n.t('Weights use all 8 bits; on x64 without VNNI such a file gives wrong sums. Measured is on this machine.'),
};

/** What is to get less, and where the result is to run: the first chooses the methods, the second what they are told. */
export function TargetField({ choice, onChange }: Props) {
  const { passes, suggestions } = usePage().state.value;
  const { goal, processor } = choice;
  const hasNothing = goal !== undefined && suggestions !== undefined && chooseFor(choice, goal, suggestions).chosen.length === 0;
  return (
    <div class="plan-field">
      <h2>{l10n.t('Target')}</h2>
      <Segments
        label={l10n.t('Target')}
        value={goal}
        options={GOALS}
        onChange={wanted => onChange(chooseFor(choice, wanted, suggestions))}
      />
      {hasNothing ? <p class="sm muted">{l10n.t('Nothing found that is likely to help with it here.')}</p> : undefined}
      {chosenPasses(passes, choice).some(dependsOnProcessor) ? (
        <>
          <div class="row processor">
            <span class="grow">{l10n.t('Runs on')}</span>
            <Select
              label={l10n.t('Runs on')}
              value={processor}
              options={PROCESSORS.map(value => ({ value, title: TITLES[value] }))}
              onChange={value => onChange({ ...choice, processor: PROCESSORS.find(known => known === value) ?? 'this' })}
            />
          </div>
          <p class="sm muted">{NOTES[processor]}</p>
        </>
      ) : undefined}
    </div>
  );
}
