import type { ComponentChildren } from 'preact';
import { Icon } from './icon';

interface Props {
  readonly kind: 'info' | 'warning' | 'error' | 'restricted';
  readonly children: ComponentChildren;
  readonly role?: 'alert' | 'status';
}

const ICONS = { info: 'info', warning: 'warning', error: 'error', restricted: 'shield' } as const;

/** A framed remark with an icon and words, never colour alone. */
export function Note({ kind, children, role }: Props) {
  return (
    <div class={`note ${kind}`} role={role}>
      <Icon name={ICONS[kind]} />
      <div class="grow">{children}</div>
    </div>
  );
}
