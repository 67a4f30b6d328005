import { escapeMarkdown } from './escapeMarkdown';

const WIDTH = 90;

interface Bar {
  /** The numbers that the bar shows, in words: its alternative text. */
  readonly text: string;
  readonly value: number;
  /** What it is compared with, an outline. */
  readonly before?: number | undefined;
  /** What the whole width stands for. */
  readonly most: number;
}

/** A bar as a picture in Markdown. Hovers know no theme colours, so it has the middle grey that is seen on both. */
export function hoverBar({ text, value, before, most }: Bar): string {
  const widthOf = (part: number): string => Math.max(1, Math.min(1, part / most) * WIDTH).toFixed(1);
  const outline = before === undefined ? '' : `<rect x="0.5" y="2.5" width="${widthOf(before)}" height="5" fill="none" stroke="gray"/>`;
  const own = `<rect y="2" width="${widthOf(value)}" height="6" fill="gray"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${String(WIDTH + 1)}" height="10">${outline}${own}</svg>`;
  return `![${escapeMarkdown(text)}](data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')})`;
}
