import { LayerwiseError } from '../../../shared/report/layerwiseError';

const IDENTIFIER = /[A-Za-z_]\w*/y;
const NUMBER = /-?\s*(?:\d[\d]*(?:\.\d*)?(?:[eE][+-]?\d*)?|(?:inf|infinity|nan)(?![A-Za-z0-9]))/iy;
const NUMBER_WORD = /(?:inf|infinity|nan)(?![A-Za-z0-9])/iy;
/** Characters; the time that BigInt takes grows with their square. */
const LONGEST_INTEGER = 100;
const LONGEST_SHOWN = 40;
const TAB = 9;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
const HASH = 35;

/** A literal of the syntax; numbers stay text until their type is known. */
export type Literal = { readonly kind: 'string'; readonly text: string } | { readonly kind: 'integer' | 'float'; readonly text: string };

/** Reads the tokens of the ONNX text syntax (onnx/defs/parser.h, ParserBase). Everything that does not fit throws `syntax-error` with line and column. */
export class SyntaxReader {
  private at = 0;

  constructor(
    private readonly text: string,
    /** What messages call the text. */
    private readonly name: string,
  ) {}

  atEnd(): boolean {
    this.skipSpace();
    return this.at >= this.text.length;
  }

  /** The next character that is not space; `""` at the end. */
  peek(): string {
    this.skipSpace();
    return this.text.charAt(this.at);
  }

  /** Whether the text goes on with `token`, which is then passed. */
  accept(token: string): boolean {
    this.skipSpace();
    if (!this.text.startsWith(token, this.at)) return false;
    this.at += token.length;
    return true;
  }

  expect(token: string): void {
    if (!this.accept(token)) throw this.unexpected(`“${token}”`);
  }

  /** The identifier that comes next, which is not passed; `""` when there is none. */
  peekIdentifier(): string {
    this.skipSpace();
    return this.match(IDENTIFIER);
  }

  optionalIdentifier(): string {
    const word = this.peekIdentifier();
    this.at += word.length;
    return word;
  }

  identifier(what: string): string {
    const word = this.optionalIdentifier();
    if (word === '') throw this.unexpected(what);
    return word;
  }

  /** An identifier, or any text in quotes; `undefined` when neither comes next. */
  optionalName(): string | undefined {
    if (this.peek() === '"') return this.string('a name');
    const word = this.optionalIdentifier();
    return word === '' ? undefined : word;
  }

  anyName(what: string): string {
    const name = this.optionalName();
    if (name === undefined) throw this.unexpected(what);
    return name;
  }

  /** Whether a word comes next that stands for a number: `inf`, `nan`. */
  isNumberWord(): boolean {
    this.skipSpace();
    return this.match(NUMBER_WORD) !== '';
  }

  /** Whether the number that comes next is whole: it has neither point nor exponent. */
  isIntegerNext(): boolean {
    this.skipSpace();
    return /^-?\s*\d+$/.test(this.match(NUMBER));
  }

  string(what: string): string {
    if (this.peek() !== '"') throw this.unexpected(`${what} in quotes`);
    const start = this.at + 1;
    let end = start;
    let hasEscape = false;
    for (;;) {
      const code = this.text.charCodeAt(end);
      if (Number.isNaN(code)) throw this.error('the text in quotes that begins here has no end');
      if (code === 0x22) break;
      hasEscape ||= code === 0x5c;
      end += code === 0x5c ? 2 : 1;
    }
    this.at = end + 1;
    const text = this.text.slice(start, end);
    return hasEscape ? text.replace(/\\([^])/g, '$1') : text;
  }

  literal(): Literal {
    if (this.peek() === '"') return { kind: 'string', text: this.string('a text') };
    const text = this.match(NUMBER);
    if (text === '') throw this.unexpected('a value');
    this.at += text.length;
    return { kind: /^-?\s*\d+$/.test(text) ? 'integer' : 'float', text: text.replace(/\s/g, '') };
  }

  /** A number as text. */
  number(): string {
    const { kind, text } = this.literal();
    if (kind === 'string') throw this.error('a number was expected, not a text');
    return text;
  }

  /** A whole number from `least` to `most`. */
  integer(least: bigint, most: bigint): bigint {
    const start = this.at;
    const { kind, text } = this.literal();
    const value = kind === 'integer' && text.length <= LONGEST_INTEGER ? BigInt(text) : undefined;
    if (value !== undefined && value >= least && value <= most) return value;
    this.at = start;
    this.skipSpace();
    throw this.error(kind !== 'integer' ? 'a whole number was expected' : `the number is not between ${least} and ${most}`);
  }

  unexpected(expected: string): LayerwiseError {
    const found = this.atEnd()
      ? 'the text ends'
      : `there is ${JSON.stringify(this.text.slice(this.at, this.at + LONGEST_SHOWN).split('\n')[0])}`;
    return this.error(`${expected} was expected, but ${found}`);
  }

  /** An error at the position. */
  error(what: string): LayerwiseError {
    const before = this.text.slice(0, this.at);
    const line = before.split('\n').length;
    const column = this.at - before.lastIndexOf('\n');
    const message = `${this.name}, line ${line}, column ${column}: ${what}. The text follows the ONNX text syntax from here on no longer: correct it.`;
    return new LayerwiseError('syntax-error', message, { file: this.name, offset: this.at });
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    return pattern.exec(this.text)?.[0] ?? '';
  }

  /** Passes space, and comments from `#` to the end of their line. */
  private skipSpace(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code === HASH) {
        const end = this.text.indexOf('\n', this.at);
        this.at = end < 0 ? this.text.length : end;
      } else if (code === SPACE || (code >= TAB && code <= CARRIAGE_RETURN)) this.at++;
      else return;
    }
  }
}
