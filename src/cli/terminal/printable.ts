import { visibleText } from '../../shared/base/visibleText';

/** Text of a model made harmless for a terminal: control and bidirectional characters become `�`, long text is cut. */
export function printable(text: string, limit = 60): string {
  return visibleText(text, limit);
}

/** The same for a message of several lines; nothing is cut. */
export function printableLines(text: string): string {
  return text
    .split('\n')
    .map(line => printable(line, Infinity))
    .join('\n');
}
