import type { ComponentChildren } from 'preact';
import { Disclosure } from '../../ui/disclosure';
import { usePage } from '../page/usePage';

interface Props {
  /** Under which the page keeps whether it is open. */
  readonly id: string;
  readonly title: string;
  /** Until somebody closes or opens it. */
  readonly startsOpen?: boolean;
  readonly class?: string;
  readonly children: ComponentChildren;
}

/** A part of the details that opens and closes, and stays so. */
export function DetailsSection({ id, title, startsOpen = true, class: extra = '', children }: Props) {
  const store = usePage();
  return (
    <Disclosure
      class={`details-section ${extra}`}
      title={title}
      open={store.isPaneOpen(id, startsOpen)}
      onToggle={open => store.setPane(id, open)}
    >
      {children}
    </Disclosure>
  );
}
