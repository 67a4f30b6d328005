/** Text of a model made harmless for a terminal: control and bidirectional characters become `�`, long text is cut. */
export function printable(text: string, limit = 60): string {
  const safe = text.replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, '\ufffd');
  return safe.length <= limit ? safe : `${safe.slice(0, limit - 1)}…`;
}

/** The same for a message of several lines; nothing is cut. */
export function printableLines(text: string): string {
  return text
    .split('\n')
    .map(line => printable(line, Infinity))
    .join('\n');
}
