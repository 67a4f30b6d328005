import { VOCABULARY } from './vocabulary';

const IDENTIFIER = /^[A-Za-z_]\w*$/;
const QUALIFIED = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/;
/** What the official parser takes for a number where a graph may stand (onnx/defs/parser.cc, NextIsValidFloatString). */
const NUMBER_WORD = /^(?:inf|infinity|nan)(?![A-Za-z0-9])/i;
// Characters that would break a line, move the cursor or turn the reading direction.
const UNSHOWABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Whether a text is an identifier of the ONNX text syntax. */
export function isIdentifier(text: string): boolean {
  return IDENTIFIER.test(text);
}

/** Identifiers joined by dots, as the domain of a node is written. */
export function isQualifiedName(text: string): boolean {
  return QUALIFIED.test(text);
}

/** A name where the syntax takes quoted ones. Words that begin a type are quoted: unquoted they would be read as one. */
export function nameText(name: string): string {
  return IDENTIFIER.test(name) && !VOCABULARY.beginsType(name) ? name : quoted(name);
}

/** The syntax has two escapes, for quote and backslash; everything else, line ends too, stands as it is. */
export function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** The identifier nearest to a name, for the places where the syntax takes no other. */
export function nearestIdentifier(name: string, what: string): string {
  const word = name.replace(/\W/g, '_');
  return IDENTIFIER.test(word) && !VOCABULARY.beginsType(word) && !NUMBER_WORD.test(word) ? word : `${what}_${word}`;
}

/** Text with one mark for every character that no editor or terminal should be given. */
export function showable(text: string): string {
  return text.replace(UNSHOWABLE, '\ufffd');
}
