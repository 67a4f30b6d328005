import type { PassDescription } from '../../../src/shared/report/passDescription';
import { Checkbox } from '../../ui/checkbox';
import { usePage } from '../page/usePage';
import { ParameterField } from './parameterField';
import { setParameter, togglePass, type PassChoice } from './passChoice';

interface Props {
  readonly choice: PassChoice;
  readonly onChange: (choice: PassChoice) => void;
}

/** All passes; what does not suit this model stays visible with its reason. */
export function MethodsField({ choice, onChange }: Props) {
  const { passes } = usePage().state.value;
  return (
    <div class="plan-field" role="group" aria-label="Methods">
      <h2>Methods</h2>
      {passes.map(pass => (
        <Method key={pass.id} pass={pass} choice={choice} onChange={onChange} />
      ))}
    </div>
  );
}

function Method({ pass, choice, onChange }: Props & { readonly pass: PassDescription }) {
  const { suggestions } = usePage().state.value;
  const isChosen = choice.chosen.includes(pass.id);
  // A rule that declined is named after its pass; what it found out about this model is worth reading beside the method.
  const declined = suggestions?.declined.find(({ rule }) => rule === pass.id);
  const values = choice.parameters.get(pass.id);
  return (
    <div class="method">
      <div class="method-head">
        <Checkbox label={pass.title} checked={isChosen} onChange={on => onChange(togglePass(choice, pass.id, on))} />
        <span class="sm muted">{pass.promise}</span>
      </div>
      <p class="sm muted method-note">
        {pass.description}
        {declined === undefined ? '' : ` ${declined.why}`}
      </p>
      {isChosen && pass.parameters.length > 0 ? (
        <div class="method-parameters">
          {pass.parameters.map(parameter => (
            <ParameterField
              key={parameter.name}
              parameter={parameter}
              value={values?.get(parameter.name)}
              onChange={value => onChange(setParameter(choice, pass.id, parameter.name, value))}
            />
          ))}
        </div>
      ) : undefined}
    </div>
  );
}
