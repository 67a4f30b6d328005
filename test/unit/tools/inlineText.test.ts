import { expect, it } from 'vitest';
import { breaksElement } from '../../../tools/inlineText';

it.each([
  ['a = "</script>"', '</script'],
  ['/* </STYLE */', '</STYLE'],
  ['b = "<!-- x"', '<!--'],
  ['const html = "<\\/script>"; if (a </s.b) c();', undefined],
  ['.a::after { content: "<"; }', undefined],
])('%s holds what would end its element: %s', (text, found) => {
  expect(breaksElement(text)).toBe(found);
});
