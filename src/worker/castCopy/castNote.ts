import type { CastBorder } from './castBorders';

const MOST_NAMED = 4;
const START = 'Run through a copy with casts';

/** What a report says of a model that is run through a copy with casts. */
export function castNote(borders: readonly CastBorder[]): string {
  const named = borders.slice(0, MOST_NAMED).map(({ kind, name, dtype, carrier }) => `${kind} “${name}” (${dtype}) as ${carrier}`);
  const left = borders.length - named.length;
  const all = left > 0 ? `${named.join(', ')} and ${String(left)} more` : named.join(', ');
  return `${START}, since the runtime's Node binding lacks these types: ${all}.`;
}

/** Whether a note of a measurement is one of these. */
export function isCastNote(note: string): boolean {
  return note.startsWith(START);
}
