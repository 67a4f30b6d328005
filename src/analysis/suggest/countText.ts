/** `one layer`, `3 layers`. */
export function countText(count: number, noun: string): string {
  return count === 1 ? `one ${noun}` : `${String(count)} ${noun}s`;
}

/** The same at the start of a sentence. */
export function countStart(count: number, noun: string): string {
  return countText(count, noun).replace(/^o/, 'O');
}

const MOST_NAMED = 3;

/** `“a”, “b”, “c” and 4 more`. */
export function namesText(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMED).map(name => `“${name}”`);
  const more = names.length - shown.length;
  return more === 0 ? shown.join(', ') : `${shown.join(', ')} and ${String(more)} more`;
}
