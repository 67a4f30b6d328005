import { escapeMarkup } from '../../shared/base/escapeMarkup';

/** Text that is HTML already. Only `markup` makes it, so that whatever else gets into a page is escaped. */
export class Markup {
  constructor(readonly text: string) {}
}

export type Child = Markup | string | number | undefined | readonly Child[];

/** Template tag: what stands in the template is HTML, what is put in is text (in elements and in double-quoted attributes) unless it is `Markup`. */
export function markup(parts: TemplateStringsArray, ...values: readonly Child[]): Markup {
  return new Markup(parts.reduce((text, part, index) => text + written(values[index - 1]) + part));
}

function written(child: Child): string {
  if (child === undefined) return '';
  if (child instanceof Markup) return child.text;
  if (typeof child === 'object') return child.map(written).join('');
  return escapeMarkup(String(child));
}

/** A coordinate of a picture: a tenth of a pixel is enough. */
export function at(value: number): number {
  return Math.round(value * 10) / 10;
}
