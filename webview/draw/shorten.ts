import type { TextFitter } from './textFitter';

/** As much of a text as has room, with an ellipsis where something is missing; nothing when not even one letter fits. */
export function shorten(fitter: TextFitter, text: string, room: number): string {
  const width = fitter.width(text);
  if (width <= room) return text;
  let length = Math.min(text.length - 1, Math.floor((text.length * room) / width) + 1);
  while (length > 0 && fitter.width(`${text.slice(0, length)}…`) > room) length--;
  return length <= 0 ? '' : `${text.slice(0, length).trimEnd()}…`;
}
