import { checkLocation } from './checkLocation';

const encoder = new TextEncoder();
const LONGEST_NAME_BYTES = 255;
/** What no location may hold; everything else stays as the model is called. */
const UNSOUND = /[\\:*?"<>|\p{Cc}\p{Surrogate}]/gu;

/** Name for a file that belongs to the model `fileName` and ends in `ending`, spelled so that it is a sound location on every system. */
export function companionName(fileName: string, ending: string): string {
  const characters = Array.from(fileName.replace(UNSOUND, '_'));
  while (encoder.encode(characters.join('') + ending).length > LONGEST_NAME_BYTES) characters.pop();
  const name = characters.join('') + ending;
  if (checkLocation(name) === undefined) return name;
  return companionName(`_${fileName}`, ending);
}
