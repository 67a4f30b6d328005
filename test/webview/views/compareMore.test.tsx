import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { pageState } from '../fixtures/pageStates';
import { hidePage, showPage } from '../support/pages';

beforeEach(() => page.viewport(1212, 860));
afterEach(hidePage);

const structure = () => page.getByRole('region', { name: 'Structure' });
const charts = () => document.querySelector('.compare-charts') ?? document.body;
const isBefore = (a: Element, b: Element) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;

test('of a file that was not measured the structure comes first, of others last', async () => {
  const { store } = showPage('editor', pageState('ready'), { ui: { view: 'compare', compareTo: '/models/other.onnx' } });
  await expect.element(structure()).toBeVisible();
  expect(isBefore(structure().element(), charts())).toBe(true);
  store.compareWith('/models/resnet50.int8.onnx');
  await expect.poll(() => isBefore(charts(), structure().element())).toBe(true);
});

test('the difference of the graphs is a metric, and leads to the graph', async () => {
  const { store } = showPage('editor', pageState('ready'), { ui: { view: 'compare', compareTo: '/models/resnet50.int8.onnx' } });
  await structure()
    .getByRole('row', { name: /removed/ })
    .click();
  await structure().getByRole('button', { name: 'Show in Graph' }).click();
  expect(store.ui.value).toMatchObject({ view: 'graph', metric: 'structure', selected: 4 });
  const column = store.modelOf('nodes')?.columns.get('structure');
  expect(column?.title).toBe('Structure in int8');
  const labels = column?.categories?.map(({ label }) => label);
  expect(labels).toEqual(['unchanged', 'changed', 'replaced', 'removed']);
  const valueOf = (node: number) => column?.values[store.modelOf('nodes')?.layerOfNode[node] ?? -1];
  expect([0, 1, 2, 4].map(valueOf)).toEqual([0.5, 0.05, 0.75, 1]);
});

test('files without a place in the plot are named with the reason', async () => {
  const state = pageState('ready');
  const compared = state.compared.map((file, index) =>
    index === 1 && file.measured !== undefined ? { ...file, measured: { ...file.measured, outputs: undefined } } : file,
  );
  showPage('editor', { ...state, compared }, { ui: { view: 'compare' } });
  await expect.element(page.getByText(/^Not drawn: fp16 \(no agreement known\), other \(not measured\)$/)).toBeVisible();
});

test('what the filter leaves out steps back in the change per layer', async () => {
  showPage('editor', pageState('ready'), { ui: { view: 'compare', filter: 'layer4' } });
  await expect.poll(() => document.querySelectorAll('.compare-plot rect').length).toBeGreaterThan(50);
  const [all, dimmed] = ['rect', 'rect.dimmed'].map(what => document.querySelectorAll(`.compare-plot ${what}`).length);
  expect(dimmed).toBe((all ?? 0) - 10);
});

test('no heading is cut in 320 pixels, and tables have their name and value in them', async () => {
  await page.viewport(320, 860);
  const { store } = showPage('editor', pageState('ready'), { ui: { view: 'compare', compareTo: '/models/resnet50.int8.onnx' } });
  await expect.element(structure()).toBeVisible();
  const heads = [...document.querySelectorAll<HTMLElement>('.compare-head > span, .compare h2')];
  const seen = heads.filter(({ offsetWidth }) => offsetWidth > 0);
  expect(seen.length).toBeGreaterThan(4);
  expect(seen.filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth).map(({ textContent }) => textContent)).toEqual([]);
  expect(document.querySelector('.compare')?.scrollWidth).toBeLessThanOrEqual(320);
  store.toggle('table:change');
  const table = page.getByRole('grid', { name: 'Change per layer' });
  await expect.element(table).toBeVisible();
  const cells = [...table.element().querySelectorAll<HTMLElement>('.chart-table-head span')].filter(({ offsetWidth }) => offsetWidth > 0);
  expect(cells.map(({ textContent }) => textContent)).toEqual(['Layer', 'Change']);
  expect(table.element().scrollWidth).toBeLessThanOrEqual(table.element().clientWidth);
});

test('Optimize… is the one primary button of the editor', async () => {
  const primary = () =>
    [...document.querySelectorAll('vscode-button')]
      .filter(button => !button.hasAttribute('secondary'))
      .map(({ textContent }) => textContent);
  showPage('editor', pageState('ready'), { ui: { view: 'compare', compareTo: '/models/other.onnx' } });
  await expect.element(page.getByRole('button', { name: 'Measure other' })).toBeVisible();
  await expect.poll(primary).toEqual(['Optimize…']);
  for (const [name, view] of [
    ['noVariants', 'compare'],
    ['ready', 'roofline'],
    ['crashed', 'layers'],
  ] as const) {
    const state = pageState(name);
    showPage(
      'editor',
      view === 'roofline' ? { ...state, roofline: { from: undefined, columns: [], layers: [], plot: undefined } } : state,
      {
        ui: { view },
      },
    );
    await expect.poll(() => document.querySelectorAll('vscode-button').length).toBeGreaterThan(2);
    await expect.poll(primary).toEqual(['Optimize…']);
  }
  await userEvent.keyboard('{Escape}');
});
