const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** Text of a model without characters that hide or that turn the order of others: control and bidirectional ones become `�`; long text is cut. */
export function visibleText(text: string, limit = Infinity): string {
  const safe = text.replace(HIDDEN, '\ufffd');
  return safe.length <= limit ? safe : `${safe.slice(0, limit - 1)}…`;
}
