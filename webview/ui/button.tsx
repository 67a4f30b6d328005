import '@vscode-elements/elements/dist/vscode-button/index.js';
import type { ComponentChildren } from 'preact';
import { Icon } from './icon';

interface Props {
  readonly children: ComponentChildren;
  readonly icon?: string;
  readonly secondary?: boolean;
  /** 22 px high instead of 26. */
  readonly compact?: boolean;
  readonly wide?: boolean;
  readonly disabled?: boolean;
  readonly title?: string;
  /** What the button does, for tests and styles. */
  readonly action?: string;
  readonly onClick: () => void;
}

export function Button({
  children,
  icon,
  secondary = false,
  compact = false,
  wide = false,
  disabled = false,
  title,
  action,
  onClick,
}: Props) {
  const classes = `button ${compact ? 'compact' : ''} ${wide ? 'wide' : ''}`;
  return (
    <vscode-button
      class={classes}
      secondary={secondary}
      disabled={disabled}
      onClick={disabled ? () => undefined : onClick}
      {...(title === undefined ? {} : { title })}
      {...(action === undefined ? {} : { 'data-action': action })}
    >
      {icon === undefined ? undefined : <Icon slot="content-before" name={icon} size={14} />}
      {children}
    </vscode-button>
  );
}
