import { Icon } from './icon';

interface Props {
  readonly icon: string;
  /** Tooltip and name for screen readers. */
  readonly label: string;
  readonly expanded?: boolean;
  readonly pressed?: boolean;
  readonly onClick: () => void;
}

/** A button of nothing but an icon. */
export function IconButton({ icon, label, expanded, pressed, onClick }: Props) {
  return (
    <button
      type="button"
      class="icon-button"
      title={label}
      aria-label={label}
      aria-expanded={expanded}
      aria-pressed={pressed}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}
