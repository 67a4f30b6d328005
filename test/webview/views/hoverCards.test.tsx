import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { UiState } from '../../../webview/views/page/uiState';
import { pageState } from '../fixtures/pageStates';
import { sampleRoofline } from '../fixtures/sampleRoofline';
import { hidePage, showPage } from '../support/pages';

beforeEach(() => page.viewport(1212, 860));
afterEach(hidePage);

const CONV2 = 99;

function showEditor(ui: Partial<UiState>) {
  const state = pageState('ready');
  if (state.model === undefined || state.profile === undefined) throw new Error('The state has a profile.');
  return showPage('editor', { ...state, roofline: sampleRoofline(state.model, state.profile, CONV2) }, { ui });
}

function found(selector: string): HTMLElement {
  const element = document.querySelector<HTMLElement>(selector);
  if (element === null) throw new Error(`No ${selector}`);
  return element;
}

const cards = () => [...document.querySelectorAll('.hover-card')].map(({ classList }) => [...classList].at(-1));
const outside = () => userEvent.hover(found('.view-tabs, [role="tablist"]'));

describe('a card', () => {
  test.each(['map', 'roofline', 'timeline'] as const)('of the strip is the only one over %s', async view => {
    showEditor({ view });
    await expect.poll(() => document.querySelector('.editor-view canvas')).not.toBeNull();
    await userEvent.hover(found('.spine-box'), { position: { x: 300, y: 10 } });
    await expect.poll(cards).toEqual(['spine-card']);
  });

  test('of the keyboard closes together with that of the pointer', async () => {
    const { store } = showEditor({ view: 'map', selected: CONV2 });
    const map = page.getByRole('tree', { name: 'Where it goes' });
    await expect.element(map).toBeInTheDocument();
    map.element().focus();
    await userEvent.keyboard('{ArrowRight}');
    await expect.poll(cards).toEqual(['map-card']);
    await userEvent.hover(found('.spine-box'), { position: { x: 300, y: 10 } });
    await expect.poll(() => cards().toSorted()).toEqual(['map-card', 'spine-card']);
    const { selected } = store.ui.value;
    await userEvent.keyboard('{Escape}');
    await expect.poll(cards).toEqual([]);
    expect(store.ui.value.selected).toBe(selected);
  });
});

describe('the layer under the pointer', () => {
  const firstRow = () => userEvent.hover(found('.table-row.layer'));

  test('is none once its table is gone, by a key or by a query', async () => {
    const { store } = showEditor({ view: 'layers' });
    await firstRow();
    await expect.poll(() => store.hovered.value).toBeDefined();
    await userEvent.keyboard('2');
    await expect.poll(() => store.ui.value.view).not.toBe('layers');
    await expect.poll(() => document.querySelector('.table')).toBeNull();
    store.arrange({ view: 'layers' });
    await outside();
    await firstRow();
    await expect.poll(() => store.hovered.value).toBeDefined();
    store.arrange({ filter: 'no such layer' });
    await expect.poll(() => document.querySelector('.table')).toBeNull();
    expect(store.hovered.value).toBeUndefined();
  });

  test('is none once the view is another one', async () => {
    const { store } = showEditor({ view: 'layers' });
    store.hovered.value = 3;
    store.arrange({ view: 'compare' });
    await expect.poll(() => document.querySelector('.table.layers, [aria-label="Model by kernels"]')).toBeNull();
    expect(store.hovered.value).toBeUndefined();
    await expect.element(page.getByRole('listbox', { name: 'Change per layer' })).toBeInTheDocument();
    store.hovered.value = 3;
    store.arrange({ compareTo: '/models/other.onnx' });
    await expect.poll(() => document.querySelector('.compare-plot rect.bar')).toBeNull();
    expect(store.hovered.value).toBeUndefined();
  });
});

describe('the focus', () => {
  async function openDrawer() {
    await page.viewport(860, 700);
    const { store } = showEditor({ view: 'layers', selected: CONV2 });
    await expect.poll(() => store.isNarrow.value).toBe(true);
    page.getByRole('listbox', { name: 'Layers in execution order' }).element().focus();
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => document.activeElement?.className).toBe('details-body');
    return store;
  }

  test('stays where it went while a drawer was open', async () => {
    const store = await openDrawer();
    const table = found('[role="treegrid"]');
    table.focus();
    store.overlay.value = undefined;
    await expect.poll(() => document.querySelector('.details')).toBeNull();
    expect(document.activeElement === table).toBe(true);
  });

  test('stays in the details that are a drawer no longer', async () => {
    const store = await openDrawer();
    await page.viewport(1212, 860);
    await expect.poll(() => store.isNarrow.value).toBe(false);
    await expect.poll(() => store.overlay.value).toBeUndefined();
    expect(document.activeElement?.className).toBe('details-body');
  });

  test('goes from a link of the card of the graph back to the tree, and Space shows the card again', async () => {
    const { store } = showEditor({ view: 'graph', selected: CONV2 });
    await expect.element(page.getByRole('tree', { name: 'Graph of the model' })).toBeInTheDocument();
    const tree = found('.graph-twin');
    await expect.poll(() => document.getElementById(tree.getAttribute('aria-activedescendant') ?? '')?.textContent).toContain('conv2');
    tree.focus();
    await userEvent.keyboard(' ');
    await expect.poll(() => document.querySelector('.graph-card .link')).not.toBeNull();
    found('.graph-card .link').focus();
    await userEvent.keyboard('{Escape}');
    await expect.poll(cards).toEqual([]);
    expect([document.activeElement === tree, store.ui.value.selected]).toEqual([true, CONV2]);
    await userEvent.keyboard(' ');
    await expect.poll(cards).toEqual(['graph-card']);
  });
});
