import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import type { PassDescription } from '../../../src/shared/report/passDescription';
import type { PassParameters } from '../../../src/shared/report/suggestion';
import type { ComponentChildren } from 'preact';
import { Badge } from '../../ui/badge';
import { Checkbox } from '../../ui/checkbox';
import { Disclosure } from '../../ui/disclosure';
import { usePage } from '../page/usePage';
import { ParameterField } from './parameterField';
import { isBudget, parametersOf, setParameter, togglePass, type PassChoice } from './passChoice';
import { unfitReason } from './methodFit';
import { rangeOn } from './processor';

/** More than these fold away: what was found suits most models. */
const MOST_IN_SIGHT = 3;

interface Props {
  readonly choice: PassChoice;
  readonly onChange: (choice: PassChoice) => void;
}

/** All passes; what does not suit this model stays visible with its reason. */
export function MethodsField({ choice, onChange }: Props) {
  const { passes } = usePage().state.value;
  return (
    <div class="plan-field" role="group" aria-label={l10n.t('Methods')}>
      <h2>{l10n.t('Methods')}</h2>
      {passes.map(pass => (
        <Method key={pass.id} pass={pass} choice={choice} onChange={onChange} />
      ))}
    </div>
  );
}

function Method({ pass, choice, onChange }: Props & { readonly pass: PassDescription }) {
  const { suggestions, model } = usePage().state.value;
  const isChosen = choice.chosen.includes(pass.id);
  // A rule that declined is named after its pass; what it found out about this model is worth reading beside the method.
  const declined = suggestions?.declined.find(({ rule }) => rule === pass.id);
  const unfit = model === undefined ? undefined : unfitReason(pass.id, model);
  // What was found out here comes before what the method is.
  const note = unfit ?? [declined?.why, pass.description].filter(Boolean).join(' ');
  const values: PassParameters = { ...rangeOn(choice.processor, pass), ...choice.parameters[pass.id] };
  const parameters = parametersOf(pass, model?.analysis.dims).filter(({ name }) => !isBudget(name));
  return (
    <div class="method">
      <div class="method-head">
        <Checkbox
          label={pass.title}
          checked={isChosen}
          disabled={unfit !== undefined && !isChosen}
          onChange={on => onChange(togglePass(choice, pass.id, on))}
        />
        <span class="sm muted">{pass.promise}</span>
      </div>
      <p class={`sm muted method-note ${isChosen ? '' : 'brief'}`} title={note}>
        {note}
      </p>
      {isChosen && parameters.length > 0 ? (
        <Parameters count={parameters.length} given={parameters.filter(({ name }) => values[name] !== undefined).length}>
          {parameters.map(parameter => (
            <ParameterField
              key={parameter.name}
              parameter={parameter}
              value={values[parameter.name]}
              onChange={value => onChange(setParameter(choice, pass.id, parameter.name, value))}
            />
          ))}
        </Parameters>
      ) : undefined}
    </div>
  );
}

interface ParametersProps {
  readonly count: number;
  /** How many have a value of their own. */
  readonly given: number;
  readonly children: ComponentChildren;
}

function Parameters({ count, given, children }: ParametersProps) {
  const [isOpen, setOpen] = useState(false);
  if (count <= MOST_IN_SIGHT) return <div class="method-parameters">{children}</div>;
  return (
    <Disclosure
      class="method-settings"
      title={l10n.t('Settings')}
      open={isOpen}
      onToggle={setOpen}
      aside={given === 0 ? undefined : <Badge count={given} />}
    >
      <div class="method-parameters">{children}</div>
    </Disclosure>
  );
}
