/** Widest average of a letter in the usual sans-serif fonts, in ems: a page is laid out without knowing which one its reader has. */
const LETTER_EM = 0.58;

/** Room that a text may take, in pixels; rather too much than too little. */
export function textWidth(text: string, sizePx: number): number {
  return text.length * sizePx * LETTER_EM;
}

/** The text, or its beginning with an ellipsis; empty when not even three letters have room. */
export function fitted(text: string, room: number, sizePx: number): string {
  if (textWidth(text, sizePx) <= room) return text;
  const letters = Math.floor(room / (sizePx * LETTER_EM)) - 1;
  return letters < 3 ? '' : `${text.slice(0, letters).trimEnd()}…`;
}
