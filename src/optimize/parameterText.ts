import { control } from '../shared/base/control';
import type { PassParameter } from '../shared/report/passDescription';

/** What a sentence calls a parameter of a pass: `mixed-precision:min-agreement=99` on the command line, the title of its field on a page. */
export function parameterText(pass: string, { name, title }: PassParameter, value?: string): string {
  return control([`${pass}:${name}`, ...(value === undefined ? [] : [value])].join('='), `“${title}”`);
}
