import { useState } from 'preact/hooks';
import type { PassParameter } from '../../../src/shared/report/passDescription';
import type { ParameterValue } from '../../../src/shared/report/suggestion';
import { Checkbox } from '../../ui/checkbox';
import { Select } from '../../ui/select';
import { TextField } from '../../ui/textField';

interface Props {
  readonly parameter: PassParameter;
  /** `undefined`: the default. */
  readonly value: ParameterValue | undefined;
  readonly onChange: (value: ParameterValue | undefined) => void;
}

/** A field made from the description of a parameter; an empty one means the default. */
export function ParameterField({ parameter, value, onChange }: Props) {
  const { title, type, choices = [], description } = parameter;
  const shown = value ?? parameter.default;
  if (type === 'boolean') {
    return (
      <span class="parameter" title={description}>
        <Checkbox label={title} checked={shown === true} onChange={onChange} />
      </span>
    );
  }
  return (
    <span class="parameter row" title={description}>
      <span class="sm grow">{title}</span>
      {type === 'choice' ? (
        <Select
          label={title}
          value={String(shown ?? '')}
          options={choices.map(choice => ({ value: choice, title: choice }))}
          onChange={onChange}
        />
      ) : (
        <TextParameter parameter={parameter} shown={shown} onChange={onChange} />
      )}
    </span>
  );
}

interface TextProps {
  readonly parameter: PassParameter;
  readonly shown: ParameterValue | undefined;
  readonly onChange: (value: ParameterValue | undefined) => void;
}

function TextParameter({ parameter, shown, onChange }: TextProps) {
  const [isInvalid, setInvalid] = useState(false);
  const commit = (text: string) => {
    const value = parse(parameter, text.trim());
    setInvalid(value === 'invalid');
    if (value !== 'invalid') onChange(value.value);
  };
  return (
    <TextField
      class="parameter-text"
      label={parameter.title}
      value={shown === undefined ? '' : String(shown)}
      placeholder="default"
      invalid={isInvalid}
      onCommit={commit}
    />
  );
}

/** Within the bounds of the description; wrapped, since a text parameter may hold any word. */
function parse(
  { type, minimum = -Infinity, maximum = Infinity }: PassParameter,
  text: string,
): { readonly value: ParameterValue | undefined } | 'invalid' {
  if (text === '') return { value: undefined };
  if (type === 'string') return { value: text };
  const number = Number(text);
  const isValid = Number.isFinite(number) && number >= minimum && number <= maximum && (type !== 'integer' || Number.isInteger(number));
  return isValid ? { value: number } : 'invalid';
}
