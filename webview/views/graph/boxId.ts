import type { Box, BoxKind } from './visibleGraph';

const LETTERS: Readonly<Record<BoxKind, string>> = { group: 'g', frame: 'g', run: 'r', layer: 'l', inputs: 'i', outputs: 'o' };

/** Identity of a box that outlives expanding and collapsing: `g12`, `r12` (a run by its first group), `l99` (a layer by its key). */
export function boxId({ kind, key }: Pick<Box, 'kind' | 'key'>): string {
  return `${LETTERS[kind]}${key}`;
}
