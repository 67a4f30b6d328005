/** Names in a text with commas or blanks between them. */
export function listedNames(text: string): readonly string[] {
  return text.split(/[,\s]+/).filter(name => name !== '');
}
