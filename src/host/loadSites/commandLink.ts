import { escapeMarkdown } from './escapeMarkdown';

/** A link of Markdown that runs a command with parameters of JSON, whatever characters they hold. */
export function commandLink(title: string, command: string, parameters: readonly unknown[]): string {
  return `[${escapeMarkdown(title)}](command:${command}?${encoded(JSON.stringify(parameters))})`;
}

/** Brackets, which would end the link, as well. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(/[()]/g, bracket => (bracket === '(' ? '%28' : '%29'));
}
