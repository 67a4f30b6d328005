import { styleText } from 'node:util';

/** What a terminal can show. */
export interface TerminalStyle {
  /** Characters in a line. */
  readonly width: number;
  readonly colour: boolean;
  /** Headings and headline numbers. */
  readonly strong: (text: string) => string;
  /** What is there to be looked up, not read. */
  readonly faint: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
}

const WIDTH_OF_FILES = 100;
const NARROWEST = 60;
const WIDEST = 120;

/** `columns`: of the terminal, `undefined` when the output goes to a file or another program. */
export function terminalStyle(colour: boolean, columns: number | undefined): TerminalStyle {
  const paint = (format: Parameters<typeof styleText>[0]) => (text: string) => (colour && text !== '' ? styleText(format, text) : text);
  return {
    width: Math.min(WIDEST, Math.max(NARROWEST, columns ?? WIDTH_OF_FILES)),
    colour,
    strong: paint('bold'),
    faint: paint('dim'),
    good: paint('green'),
    bad: paint('yellow'),
  };
}
