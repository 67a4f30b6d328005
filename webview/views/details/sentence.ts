/** A sentence of a rule; the number it is about stands out. */
export type Sentence = readonly (string | { readonly strong: string })[];
