/** A sentence of a rule; the number it is about stands out. */
export type Sentence = readonly (string | { readonly strong: string })[];

/** A translated sentence with what stands out in its place `{strong}`. */
export function withStrong(sentence: string, strong: string): Sentence {
  const [before = '', after = ''] = sentence.split('{strong}');
  return [before, { strong }, after];
}
