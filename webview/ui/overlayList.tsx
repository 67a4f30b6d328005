import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { listKeys } from './listKeys';

interface Props {
  readonly role: 'menu' | 'listbox';
  readonly label: string;
  readonly class?: string;
  /** Selector of the option that has the focus at first. */
  readonly first: string;
  readonly onChoose: (index: number) => void;
  /** `focus`: whether the button that opened the list gets the focus back. */
  readonly onClose: (focus: boolean) => void;
  readonly children: ComponentChildren;
}

/** Options over the page, below the button that opened them and in the same element: for the keyboard, and closed when the focus leaves both. */
export function OverlayList({ role, label, class: name = '', first, onChoose, onClose, children }: Props) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => list.current?.querySelector<HTMLElement>(first)?.focus(), []);
  const leave = ({ relatedTarget }: FocusEvent) => {
    if (!(relatedTarget instanceof Node && list.current?.parentElement?.contains(relatedTarget))) onClose(false);
  };
  return (
    <div
      ref={list}
      class={`overlay metric-list ${name}`}
      role={role}
      aria-label={label}
      onKeyDown={event => listKeys(event, list.current, { onChoose, onClose })}
      onBlur={leave}
    >
      {children}
    </div>
  );
}
