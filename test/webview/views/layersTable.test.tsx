import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { pageState } from '../fixtures/pageStates';
import { hidePage, showPage } from '../support/pages';

beforeEach(() => page.viewport(1212, 860));
afterEach(hidePage);

describe('groups of layers', () => {
  test('come from names, structure or nowhere, as the menu of the table says; what was open in others is closed', async () => {
    const state = pageState('ready');
    const { host, store } = showPage('editor', state, {
      ui: {
        graphExpanded: [1],
        graphUnfolded: [2],
        mapSection: 'layer1',
        chosen: { unit: 'layers', skeletonHash: state.skeletonHash, runs: [3, 9] },
      },
    });
    store.brush.value = [1, 4];
    await page.getByRole('button', { name: 'Columns and groups' }).click();
    await expect.element(page.getByRole('menuitemradio', { name: 'Names' })).toHaveAttribute('aria-checked', 'true');
    await page.getByRole('menuitemradio', { name: 'None' }).click();
    expect(host.groupings).toEqual(['none']);
    const { model } = state;
    if (model === undefined) throw new Error('The state has a model.');
    const { hierarchy } = model.analysis;
    const flat = { ...hierarchy, groups: [], groupOf: hierarchy.groupOf.map(() => -1), source: 'none' } as const;
    store.receive({ model: { ...model, analysis: { ...model.analysis, hierarchy: flat } } });
    await expect.element(page.getByRole('menuitemradio', { name: 'None' })).toHaveAttribute('aria-checked', 'true');
    expect(document.querySelectorAll('.table-body .section')).toHaveLength(0);
    expect(document.querySelector('.table-body')?.textContent).toContain('layer1.0.conv1');
    expect(store.ui.value).toMatchObject({ graphExpanded: undefined, graphUnfolded: [], mapSection: undefined, chosen: undefined });
    expect(store.brush.value).toBeUndefined();
    await userEvent.keyboard('{Escape}');
  });

  test('that changed while the page was hidden are not taken for those that were open', () => {
    const state = pageState('ready');
    const arranged = { graphExpanded: [1], mapSection: 'layer1' } as const;
    const { store } = showPage('editor', state, { ui: arranged });
    expect(store.ui.value).toMatchObject(arranged);
    const kept = store.ui.value;
    hidePage();
    expect(showPage('editor', state, { ui: kept }).store.ui.value).toMatchObject(arranged);
    hidePage();
    const { model } = state;
    if (model === undefined) throw new Error('The state has a model.');
    const hierarchy = { ...model.analysis.hierarchy, source: 'structure' } as const;
    const regrouped = { ...state, model: { ...model, analysis: { ...model.analysis, hierarchy } } };
    expect(showPage('editor', regrouped, { ui: kept }).store.ui.value).toMatchObject({ graphExpanded: undefined, mapSection: undefined });
    hidePage();
    expect(showPage('editor', { ...state, skeletonHash: 'other' }, { ui: kept }).store.ui.value.mapSection).toBeUndefined();
  });
});

const head = (title: string) => page.getByRole('columnheader', { name: title, exact: true });
const button = (title: string) => head(title).getByRole('button').element() as HTMLElement;
const widthOf = (title: string) => Math.round(head(title).element().getBoundingClientRect().width);
const titles = () => [...document.querySelectorAll('[role="columnheader"]')].map(({ textContent }) => textContent.replace(/ [▴▾]$/, ''));

function drag(from: Element, [dx]: readonly [number]): void {
  const { x, y, width, height } = from.getBoundingClientRect();
  const [clientX, clientY] = [x + width / 2, y + height / 2];
  const send = (type: string, at: number) =>
    from.dispatchEvent(new PointerEvent(type, { bubbles: true, pointerId: 1, isPrimary: true, button: 0, clientX: at, clientY }));
  from.setPointerCapture = () => undefined;
  send('pointerdown', clientX);
  for (const part of [0.5, 1]) send('pointermove', clientX + part * dx);
  send('pointerup', clientX + dx);
  if (from instanceof HTMLButtonElement) from.click();
}

describe('columns of the table', () => {
  test('are sorted by Enter on their head, also while a row is selected', async () => {
    const { store } = showPage('editor', pageState('ready'), { ui: { columns: ['macs'], selected: 3 } });
    await expect.poll(titles).toContain('MACs');
    button('MACs').focus();
    await userEvent.keyboard('{Enter}');
    expect(store.ui.value.sort.column).toBe('macs');
    expect(store.ui.value.selected).toBe(3);
  });

  test('are made wider and narrower by keys and by their edges, in all rows, and come as they were on a double click', async () => {
    const { store } = showPage('editor', pageState('ready'), { ui: { columns: ['macs'] } });
    await expect.poll(titles).toContain('MACs');
    const before = widthOf('MACs');
    const told: string[] = [];
    store.announcement.subscribe(text => told.push(text));
    button('MACs').focus();
    await userEvent.keyboard('{Shift>}{ArrowRight}{ArrowRight}{/Shift}');
    await expect.poll(() => widthOf('MACs')).toBe(before + 20);
    expect(store.ui.value.columnWidths).toEqual({ macs: before + 20 });
    expect(told).toContain(`MACs, ${before + 20} pixels wide`);
    const rows = () => [...document.querySelectorAll('.table-row')].map(row => row.querySelector('.c-metric')?.getBoundingClientRect());
    const [left, ...others] = new Set(rows().map(cell => `${Math.round(cell?.left ?? 0)} ${Math.round(cell?.width ?? 0)}`));
    expect(left).toMatch(new RegExp(` ${before + 20}$`));
    expect(others).toEqual([]);
    const edge = head('MACs').element().querySelector('.column-edge');
    if (edge === null) throw new Error('A head has an edge.');
    drag(edge, [-40]);
    await expect.poll(() => widthOf('MACs')).toBe(before - 20);
    edge.dispatchEvent(new MouseEvent('dblclick', { bubbles: true }));
    await expect.poll(() => widthOf('MACs')).toBe(before);
    expect(store.ui.value.columnWidths).toEqual({});
  });

  test('stay below each other when names have a width of their own', async () => {
    showPage('editor', pageState('ready'), { ui: { columnWidths: { layer: 200, op: 150 }, toggled: ['layer:0'] } });
    await expect.poll(titles).toContain('Layer');
    const lefts = [...document.querySelectorAll('.table-row .c-primary')].map(cell => Math.round(cell.getBoundingClientRect().left));
    expect(new Set(lefts).size).toBe(1);
    expect(widthOf('Layer')).toBe(200);
  });

  test('are moved by keys and by dragging; a dragged one does not sort', async () => {
    const { store } = showPage('editor', pageState('ready'), { ui: { columns: ['macs'] } });
    await expect.poll(titles).toContain('MACs');
    button('MACs').focus();
    await userEvent.keyboard('{Alt>}{ArrowLeft}{/Alt}');
    await expect.poll(() => titles().indexOf('Share') - titles().indexOf('MACs')).toBe(1);
    await expect.poll(() => document.activeElement).toBe(button('MACs'));
    const [from, to] = [head('Share'), head('Output')].map(element => element.element().getBoundingClientRect());
    drag(button('Share'), [(to?.x ?? 0) - (from?.x ?? 0)]);
    await expect.poll(() => titles().indexOf('Output') - titles().indexOf('Share')).toBe(1);
    expect(store.ui.value.sort).toEqual({ column: 'order', descending: false });
    expect(titles().slice(0, 3)).toEqual(['#', 'Layer', 'Op']);
    button('Op').focus();
    await userEvent.keyboard('{Alt>}{ArrowRight}{/Alt}');
    expect(titles().slice(0, 3)).toEqual(['#', 'Layer', 'Op']);
    button('Share').click();
    expect(store.ui.value.sort).toEqual({ column: 'share', descending: true });
  });

  test('open their menu from the heads, and name the kernel of a layer', async () => {
    const { store } = showPage('editor', pageState('ready'));
    await head('Latency').click({ button: 'right' });
    expect(store.overlay.value).toBe('columns');
    await page.getByRole('menuitemcheckbox', { name: 'Kernel', exact: true }).click();
    await expect.poll(() => document.querySelector('.table-body .layer .c-kernel')?.textContent).toMatch(/Conv$/);
  });

  test('say 0 for what is none, and nothing for what is not known', async () => {
    showPage('editor', pageState('ready'), { ui: { columns: ['macs', 'weightBytes'], unit: 'nodes' } });
    const row = () =>
      [...document.querySelectorAll('.table-body .layer')].find(element => element.querySelector('.c-op')?.textContent.trim() === 'Relu');
    await expect.poll(() => row()?.querySelectorAll('.c-metric')[1]?.textContent).toMatch(/^0/);
  });
});

test.each([
  ['as wide as its column', 1212, 400],
  ['as wide as there is room', 620, 166],
])('the longest bar is %s', async (_, width, column) => {
  await page.viewport(width, 860);
  showPage('editor', pageState('ready'), { ui: { columnWidths: { primary: 400 }, detailsOpen: false } });
  await expect.poll(() => document.querySelector('.table-body .c-primary')?.getBoundingClientRect().width).toBe(column);
  const beyond = [...document.querySelectorAll('.table-body .c-primary')].map(cell => {
    const marks = [...cell.querySelectorAll('i')].map(mark => mark.getBoundingClientRect().right);
    return Math.max(...marks) - cell.getBoundingClientRect().right;
  });
  expect(Math.max(...beyond)).toBeLessThanOrEqual(0);
  const bars = [...document.querySelectorAll('.table-body .heat-bar')].map(bar => bar.getBoundingClientRect().width);
  expect(new Set(bars.map(Math.round))).toEqual(new Set([column - 82]));
});
