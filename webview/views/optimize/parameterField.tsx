import * as l10n from '@vscode/l10n';
import { formatExact } from '../../../src/shared/base/formatNumber';
import { success, type Result } from '../../../src/shared/base/result';
import type { PassParameter } from '../../../src/shared/report/passDescription';
import type { ParameterValue } from '../../../src/shared/report/suggestion';
import { Checkbox } from '../../ui/checkbox';
import { Select } from '../../ui/select';
import { CheckedField } from './checkedField';
import { readNumber } from './readNumber';

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
    <span class="parameter row wrap" title={description}>
      <span class="sm grow">{title}</span>
      {type === 'choice' ? (
        <Select
          label={title}
          value={String(shown ?? '')}
          options={choices.map(choice => ({ value: choice, title: choice }))}
          onChange={onChange}
        />
      ) : (
        <CheckedField
          class="parameter-text"
          label={title}
          value={shown === undefined ? '' : typeof shown === 'number' ? formatExact(shown) : String(shown)}
          placeholder={l10n.t('default')}
          read={text => read(parameter, text)}
          onCommit={onChange}
        />
      )}
    </span>
  );
}

function read({ type, minimum, maximum }: PassParameter, text: string): Result<ParameterValue | undefined, string> {
  if (text === '') return success(undefined);
  return type === 'string' ? success(text) : readNumber(text, { minimum, maximum, isWhole: type === 'integer' });
}
