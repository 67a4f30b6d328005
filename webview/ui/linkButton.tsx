import type { ComponentChildren } from 'preact';

interface Props {
  readonly children: ComponentChildren;
  readonly class?: string;
  readonly title?: string;
  /** Name for screen readers, where the text alone does not say what it is about; begins with the text. */
  readonly label?: string;
  readonly onClick: () => void;
}

/** Looks like a link, acts like a button. */
export function LinkButton({ children, class: extra = '', title, label, onClick }: Props) {
  return (
    <button type="button" class={`link ${extra}`} aria-label={label} title={title} onClick={onClick}>
      {children}
    </button>
  );
}
