/** What a number rests on, as a tag: solid for measured, dashed for estimated or nothing (design spec 1.3). */
export function Tag({ kind }: { readonly kind: 'measured' | 'estimated' | 'exact' | 'no estimate' | 'dry run' | 'other shape' }) {
  const style = kind === 'measured' || kind === 'exact' ? 'tag solid' : 'tag dashed';
  return <span class={style}>{kind === 'dry run' ? 'dry run, nothing written' : kind}</span>;
}
