import type { ComponentChildren, Ref } from 'preact';
import { useId } from 'preact/hooks';
import { Icon } from './icon';

interface Props {
  readonly title: string;
  readonly open: boolean;
  readonly onToggle: (open: boolean) => void;
  /** Beside the title: a count, a remark. */
  readonly aside?: ComponentChildren;
  readonly children: ComponentChildren;
  readonly class?: string;
  /** The button that opens and closes it. */
  readonly headRef?: Ref<HTMLButtonElement> | undefined;
}

/** A section that opens and closes; the header is 22 px high as in VS Code's panes. */
export function Disclosure({ title, open, onToggle, aside, children, class: extra = '', headRef = null }: Props) {
  const id = useId();
  return (
    <section class={`disclosure ${open ? 'open' : ''} ${extra}`} aria-labelledby={id}>
      <h2 class="disclosure-head">
        <button ref={headRef} type="button" aria-expanded={open} onClick={() => onToggle(!open)}>
          <Icon name={open ? 'chevron-down' : 'chevron-right'} size={14} />
          <span id={id}>{title}</span>
        </button>
        {aside}
      </h2>
      {open ? <div class="disclosure-body">{children}</div> : undefined}
    </section>
  );
}
