import type { ComponentChildren } from 'preact';

export function Fact({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <div class="fact">
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  );
}
