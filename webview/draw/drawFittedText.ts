import type { Surface } from './surface';
import type { TextFitter } from './textFitter';

/** Draws the first of the texts that fits into the room, in the context's font and colour; nothing when none does. */
export function drawFittedText(
  context: Surface,
  fitter: TextFitter,
  texts: readonly string[],
  { x, y, room }: { readonly x: number; readonly y: number; readonly room: number },
): void {
  const text = texts.find(candidate => fitter.fits(candidate, room));
  if (text !== undefined) context.fillText(text, x, y);
}
