import type { ComponentChildren } from 'preact';

/** A translated sentence with nodes in its places `{0}`, `{1}`, …: `l10n.t` leaves the places of a sentence alone that it is given no values for. */
export function filled(sentence: string, ...nodes: readonly ComponentChildren[]): readonly ComponentChildren[] {
  return sentence.split(/\{(\d+)\}/).map((part, index) => (index % 2 === 0 ? part : nodes[Number(part)]));
}
