import type { ComponentChildren } from 'preact';

interface Props {
  readonly children: ComponentChildren;
  readonly class?: string;
  readonly title?: string;
  readonly onClick: () => void;
}

/** Looks like a link, acts like a button. */
export function LinkButton({ children, class: extra = '', title, onClick }: Props) {
  return (
    <button type="button" class={`link ${extra}`} onClick={onClick} {...(title === undefined ? {} : { title })}>
      {children}
    </button>
  );
}
