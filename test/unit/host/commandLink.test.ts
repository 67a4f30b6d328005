import { expect, it } from 'vitest';
import { commandLink } from '../../../src/host/loadSites/commandLink';
import { escapeMarkdown } from '../../../src/host/loadSites/escapeMarkdown';

it.each(['models/a).onnx', 'models/(a.onnx', '](command:evil)', "it's *a* [b] <c>.onnx"])('a link holds %s', text => {
  const link = commandLink(`Use ${text}`, '_layerwise.use', [text, 3]);
  const [, title = '', parameters = ''] = /^\[(.*)\]\(command:_layerwise\.use\?([^()\s<>[\]]*)\)$/.exec(link) ?? [];
  expect(JSON.parse(decodeURIComponent(parameters))).toEqual([text, 3]);
  expect(title.replace(/\\(.)/g, '$1')).toBe(`Use ${text}`);
  expect(title).not.toMatch(/(?<!\\)[[\]()*<>]/);
});

it('text stays on its line', () => {
  expect(escapeMarkdown('a\n| b')).toBe('a \\| b');
});
