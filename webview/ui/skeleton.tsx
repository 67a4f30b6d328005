import { px } from './px';

/** Stands where a text will be. */
export function Skeleton({ width, class: extra = '' }: { readonly width: number; readonly class?: string }) {
  return <span class={`skeleton ${extra}`} style={{ width: px(width) }} />;
}
