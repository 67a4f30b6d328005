import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
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
  /** What the field is described by to the ear, beside it. */
  readonly describedBy?: HTMLElement | undefined;
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

/** The input is in a tree of its own, which ids of this one do not reach into. */
function describe(field: HTMLElement | null, description: HTMLElement | undefined): void {
  const input = field?.shadowRoot?.querySelector('input');
  if (input) input.ariaDescribedByElements = description === undefined ? null : [description];
}

export function TextField(props: Props) {
  const { label, value, placeholder, icon, after, invalid = false, disabled = false, class: extra = '', describedBy } = props;
  const own = useRef<HTMLElement | null>(null);
  useEffect(() => describe(own.current, describedBy), [describedBy]);
  return (
    <vscode-textfield
      class={`field-box ${extra}`}
      label={label}
      value={value}
      ref={element => {
        own.current = element;
        props.field?.(element);
      }}
      invalid={invalid}
      disabled={disabled}
      onInput={event => props.onInput?.(valueOf(event))}
      onChange={event => props.onCommit?.(valueOf(event))}
      {...(placeholder === undefined ? {} : { placeholder })}
      {...(props.onKeyDown === undefined ? {} : { onKeyDown: props.onKeyDown })}
    >
      {icon === undefined ? undefined : <Icon slot="content-before" name={icon} size={14} class="muted" />}
      {after === undefined ? undefined : <span slot="content-after">{after}</span>}
    </vscode-textfield>
  );
}
