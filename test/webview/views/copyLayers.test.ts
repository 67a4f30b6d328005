import { expect, test } from 'vitest';
import { tableColumns } from '../../../webview/views/layers/tableColumns';
import { commaSeparated, markdownLayers, tabSeparated } from '../../../webview/views/layers/tableText';
import { buildLayerModel } from '../../../webview/views/model/buildLayerModel';
import type { LayerModel } from '../../../webview/views/model/layerModel';
import { recordedModel } from '../fixtures/recordedModel';
import { sampleRoofline } from '../fixtures/sampleRoofline';
import { sampleSparsity } from '../fixtures/sampleSparsity';

const { view, profile } = recordedModel('resnet50');
const model = buildLayerModel(view, profile, 'layers', { sparsity: sampleSparsity(view), roofline: sampleRoofline(view, profile, -1) });
const columns = tableColumns(model, 'latencyMs', ['zeroSparsity', 'ofLimit', 'intensity', 'weightBytes']);

/** The model with another name in the file for its first layer. */
function named(name: string): LayerModel {
  const nodeNames = view.nodeNames.map((own, node) => (node === model.layers[0]?.node ? name : own));
  return { ...model, view: { ...view, nodeNames } };
}

const cells = (text: string) => text.split('\n').map(line => line.split('\t'));

test('spreadsheets get plain numbers with the units in the header, shares in percent', () => {
  const [head = [], row = []] = cells(tabSeparated(model, columns, [0]));
  const value = (title: string): number => Number(row[head.indexOf(title)]);
  expect(value('Zeros (%)')).toBe(25);
  expect(value('Roofline (%)')).toBeCloseTo(100 * (model.columns.get('ofLimit')?.values[0] ?? NaN), 2);
  expect(value('Intensity (FLOP/B)')).toBeCloseTo(model.columns.get('intensity')?.values[0] ?? NaN, 2);
  expect(value('Weights (bytes)')).toBe(model.columns.get('weightBytes')?.values[0]);
  expect(value('Latency (ms)')).toBeGreaterThan(0);
});

test.each([
  ['a\tb\nc\u2028d', 'a b c d'],
  ['=HYPERLINK("x")', `'=HYPERLINK("x")`],
  ['@sum', "'@sum"],
  ['-12', '-12'],
  ['"open', '"""open"'],
  ['in "the" middle', 'in "the" middle'],
])('a name cannot break out of its cell in a spreadsheet: %j', (name, cell) => {
  const [head = [], row = [], ...rest] = cells(tabSeparated(named(name), columns, [0]));
  expect(row[head.indexOf('Name in the file')]).toBe(cell);
  expect(row[head.indexOf('Layer')]).toBe('conv1');
  expect(row).toHaveLength(head.length);
  expect(rest).toEqual([]);
});

test('CSV has the same numbers, and quotes names as its readers expect', () => {
  const [head = '', row = ''] = commaSeparated(named('a,"b"\tc'), columns, [0]).split('\r\n');
  expect(head).toMatch(/^#,Layer,Name in the file,Op,Output,Latency \(ms\),Share \(%\),/);
  expect(row).toContain(',"a,""b""\tc",');
  const numbers = cells(tabSeparated(model, columns, [0]))[1] ?? [];
  expect(row.endsWith(`,${numbers.slice(5).join(',')}`)).toBe(true);
  expect(commaSeparated(named('=1+2'), columns, [0])).toContain(",'=1+2,");
});

test('Markdown shows numbers as the table does, aligned to the right', () => {
  const [head, rule, row] = markdownLayers(model, columns, [0]).split('\n');
  expect(head).toMatch(/^\| \\# \| Layer \| Name in the file \| Op \| Output \| Latency \| Share \|/);
  expect(rule).toMatch(/^\| ---: \| --- \| --- \| --- \| --- \| ---: \| ---: \|/);
  expect(row).toMatch(/Conv 7×7.* \| 64×112×112 \| [\d.]+ ms \| [\d.]+ % \|/);
});

test('a name cannot break out of its cell in Markdown, and is no markup, mention or address', () => {
  const row = markdownLayers(named('a|b`c`\n<b>@me</b> [x](https://x.org)'), columns, [0]).split('\n')[2] ?? '';
  expect(row.match(/(?<!\\)\|/g)).toHaveLength(columns.length + 2);
  expect(row).toContain('a\\|b\\`c\\` \\<b\\>&#64;me\\</b\\> \\[x\\](https&#58;//x.org)');
});
