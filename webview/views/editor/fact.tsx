import type { ComponentChildren } from 'preact';
import { exactBytes } from '../model/exactBytes';

interface Props {
  readonly title: string;
  /** How the number is counted. */
  readonly note?: string | undefined;
  /** Of a size, which is shown rounded. */
  readonly bytes?: number | undefined;
  readonly children: ComponentChildren;
}

export function Fact({ title, note, bytes, children }: Props) {
  return (
    <div class="fact" title={[exactBytes(bytes), note].filter(Boolean).join('\n')}>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  );
}
