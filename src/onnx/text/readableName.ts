const MAX_LENGTH = 80;

/** A name of a model as one token of the reading form: no blanks, control or bidirectional characters, nothing that the form itself uses. */
export function readableName(name: string): string {
  const token = name.replace(/[^\p{L}\p{N}_.\-/:]/gu, '_');
  return token.length <= MAX_LENGTH ? token : `${token.slice(0, MAX_LENGTH - 1)}…`;
}
