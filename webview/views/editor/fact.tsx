import type { ComponentChildren } from 'preact';

interface Props {
  readonly title: string;
  /** How the number is counted. */
  readonly note?: string | undefined;
  readonly children: ComponentChildren;
}

export function Fact({ title, note, children }: Props) {
  return (
    <div class="fact" title={note}>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  );
}
