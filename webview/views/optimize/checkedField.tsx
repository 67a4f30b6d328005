import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import type { Result } from '../../../src/shared/base/result';
import { Icon } from '../../ui/icon';
import { TextField } from '../../ui/textField';

interface Props<T> {
  readonly label: string;
  /** What stands in it now. */
  readonly value: string;
  readonly placeholder?: string;
  readonly class: string;
  readonly disabled?: boolean;
  /** A value, or a sentence that says which ones there are. */
  readonly read: (text: string) => Result<T, string>;
  readonly onCommit: (value: T) => void;
}

/** A field for something written; what cannot be read keeps the old value and says why below it. */
export function CheckedField<T>({ label, value, placeholder, class: extra, disabled = false, read, onCommit }: Props<T>) {
  const [problem, setProblem] = useState('');
  const [description, setDescription] = useState<HTMLElement | null>(null);
  const commit = (text: string) => {
    const result = read(text.trim());
    setProblem(result.ok ? '' : result.error);
    if (result.ok) onCommit(result.value);
  };
  return (
    <>
      <TextField
        class={extra}
        label={label}
        value={value}
        invalid={problem !== ''}
        disabled={disabled}
        describedBy={description ?? undefined}
        onCommit={commit}
        {...(placeholder === undefined ? {} : { placeholder })}
      />
      {problem === '' ? undefined : (
        <span ref={setDescription} class="field-problem sm" role="alert">
          <Icon name="error" size={14} /> {problem} {value === '' ? l10n.t('The default stays.') : l10n.t('{0} stays.', value)}
        </span>
      )}
    </>
  );
}
