/** A piece of a sentence; what matters most is strong. */
export interface Phrase {
  readonly text: string;
  readonly strong?: true;
}

export function plain(text: string): Phrase {
  return { text };
}

export function strong(text: string): Phrase {
  return { text, strong: true };
}
