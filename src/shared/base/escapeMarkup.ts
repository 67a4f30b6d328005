import { visibleText } from './visibleText';

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

/** Text for HTML and XML, in elements and in quoted attributes; characters that hide become `�`. */
export function escapeMarkup(text: string): string {
  return visibleText(text).replace(/[&<>"']/g, character => ENTITIES.get(character) ?? '');
}
