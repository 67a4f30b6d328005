const MAX_LENGTH = 80;
const PLAIN = /^[\w.\-/:]{0,80}$/;

/** A name of a model as one token of the reading form: no blanks, control or bidirectional characters, nothing that the form itself uses. */
export function readableName(name: string): string {
  if (PLAIN.test(name)) return name;
  // A name may have a million characters, of which the first say enough.
  const token = name.slice(0, MAX_LENGTH + 1).replace(/[^\p{L}\p{N}_.\-/:]/gu, '_');
  return name.length <= MAX_LENGTH ? token : `${token.slice(0, MAX_LENGTH - 1)}…`;
}
