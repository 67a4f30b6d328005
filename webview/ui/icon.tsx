interface Props {
  /** Name of a codicon. */
  readonly name: string;
  readonly size?: 12 | 14 | 16 | 18;
  readonly spin?: boolean;
  readonly slot?: string;
  readonly class?: string;
}

/** A codicon; always beside text or inside a control with a label, so it is hidden from screen readers. */
export function Icon({ name, size = 16, spin = false, slot, class: extra = '' }: Props) {
  const classes = `codicon codicon-${name} icon icon-${size} ${spin ? 'codicon-modifier-spin' : ''} ${extra}`;
  return <span class={classes} aria-hidden="true" {...(slot === undefined ? {} : { slot })} />;
}
