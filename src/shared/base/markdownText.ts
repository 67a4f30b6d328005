import type { TextTable } from './textTable';
import { visibleText } from './visibleText';

const LONGEST = 400;

/** Text as Markdown shows it: no line breaks, and nothing in it is markup, a mention or an address. */
export function markdownText(text: string): string {
  return visibleText(text.replace(/\s+/g, ' '), LONGEST)
    .replace(/[\\`*_[\]<>#|~$&]/g, '\\$&')
    .replace(/\bwww\./gi, match => `${match.slice(0, -1)}\\.`)
    .replace(/@|:(?=\S)/g, character => `&#${String(character.charCodeAt(0))};`);
}

/** The same between backticks, which the text cannot end. */
export function markdownCode(text: string): string {
  return `\`${visibleText(text.replace(/\s+/g, ' '), LONGEST).replaceAll('`', "'").replaceAll('|', '¦')}\``;
}

export function markdownTable({ columns, rows }: TextTable): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(({ title }) => markdownText(title))),
    line(columns.map(({ isNumber }) => (isNumber ? '---:' : '---'))),
    ...rows.map(row => line(row.map(markdownText))),
  ];
}
