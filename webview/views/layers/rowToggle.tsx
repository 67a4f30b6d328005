import { Icon } from '../../ui/icon';

interface Props {
  readonly isOpen: boolean | undefined;
  readonly onToggle: () => void;
}

/** The chevron of a row. The row itself says to screen readers whether it is open; keys act on the row. */
export function RowToggle({ isOpen, onToggle }: Props) {
  if (isOpen === undefined) return <span class="row-toggle" />;
  const toggle = (event: MouseEvent) => {
    event.stopPropagation();
    onToggle();
  };
  return (
    <span class="row-toggle" aria-hidden="true" onClick={toggle} onDblClick={event => event.stopPropagation()}>
      <Icon name={isOpen ? 'chevron-down' : 'chevron-right'} size={14} />
    </span>
  );
}
