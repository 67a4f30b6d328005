import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import type { ComponentChildren } from 'preact';
import { Icon } from './icon';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly icon?: string;
  readonly after?: ComponentChildren;
  readonly invalid?: boolean;
  readonly disabled?: boolean;
  readonly class?: string;
  /** Called with the element, to focus it. */
  readonly field?: (element: HTMLElement | null) => void;
  readonly onInput?: (value: string) => void;
  /** The value was committed with Enter or by leaving the field. */
  readonly onCommit?: (value: string) => void;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
}

function valueOf(event: Event): string {
  const target: unknown = event.currentTarget;
  return target instanceof HTMLElement && 'value' in target ? String(target.value) : '';
}

export function TextField(props: Props) {
  const { label, value, placeholder, icon, after, invalid = false, disabled = false, class: extra = '' } = props;
  return (
    <vscode-textfield
      class={`field-box ${extra}`}
      label={label}
      value={value}
      invalid={invalid}
      disabled={disabled}
      onInput={event => props.onInput?.(valueOf(event))}
      onChange={event => props.onCommit?.(valueOf(event))}
      {...(placeholder === undefined ? {} : { placeholder })}
      {...(props.field === undefined ? {} : { ref: props.field })}
      {...(props.onKeyDown === undefined ? {} : { onKeyDown: props.onKeyDown })}
    >
      {icon === undefined ? undefined : <Icon slot="content-before" name={icon} size={14} class="muted" />}
      {after === undefined ? undefined : <span slot="content-after">{after}</span>}
    </vscode-textfield>
  );
}
