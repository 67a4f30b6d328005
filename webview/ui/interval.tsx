/** Bounds beside a value, muted: `57.1 – 58.2`. */
export function Interval({ text, class: extra = 'xs' }: { readonly text: string; readonly class?: string }) {
  return <span class={`muted nowrap ${extra}`}>{text}</span>;
}
