/** Text of a model made harmless for a terminal: control and bidirectional characters become `�`, long text is cut. */
export function printable(text: string, limit = 60): string {
  const safe = text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
  return safe.length <= limit ? safe : `${safe.slice(0, limit - 1)}…`;
}
