import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { LAYER_CONTEXT } from '../../../webview/views/page/layerContext';
import { pageState } from '../fixtures/pageStates';
import { sampleRoofline } from '../fixtures/sampleRoofline';
import { hidePage, showPage } from '../support/pages';

beforeEach(() => page.viewport(1400, 830));
afterEach(hidePage);

const contextOf = (selector: string) =>
  document.querySelector(selector)?.closest('[data-vscode-context]')?.getAttribute('data-vscode-context');

test.each([
  ['graph', '.graph-twin'],
  ['map', '.map-twin'],
  ['timeline', '#view .chart-twin'],
  ['roofline', '#view .chart-twin'],
] as const)('what the keyboard reaches in the %s has the menu on layers', async (view, twin) => {
  const state = pageState('ready');
  if (state.model === undefined || state.profile === undefined) throw new Error('The state has a profile.');
  showPage('editor', { ...state, roofline: sampleRoofline(state.model, state.profile, 3) }, { ui: { view } });
  await expect.poll(() => contextOf(twin)).toBe(LAYER_CONTEXT);
  expect(contextOf('.spine-twin')).toBe(LAYER_CONTEXT);
});

test('the strip has it too, and it is about the row below the pointer', async () => {
  await page.viewport(340, 860);
  const { store } = showPage('sidePanel', pageState('ready'));
  expect(contextOf('.strip')).toBe(LAYER_CONTEXT);
  const row = document.querySelector<HTMLElement>('.strip-row[aria-level="2"]');
  row?.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, button: 2 }));
  expect(store.ui.value.selected).toBe(store.model.value?.layers.find(({ name }) => name === row?.title)?.key);
});

test('the menu is about the layer below the pointer, or all that are chosen where it is one of them', async () => {
  const { store } = showPage('editor', pageState('ready'), { ui: { view: 'map' } });
  await expect.poll(() => document.querySelector('.spine-twin')).not.toBeNull();
  const open = (hovered: number) => {
    store.hovered.value = hovered;
    document.querySelector('.spine-twin')?.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, button: 2 }));
  };
  const model = store.model.value;
  if (model === undefined) throw new Error('The page has a model.');
  open(4);
  expect(store.ui.value.selected).toBe(model.layers[4]?.key);
  const mask = new Uint8Array(model.layers.length);
  mask.fill(1, 2, 7);
  store.choose(model, mask, 3);
  open(5);
  expect(store.chosenIn(model)).not.toBeUndefined();
  open(20);
  expect(store.chosenIn(model)).toBeUndefined();
  expect(store.ui.value.selected).toBe(model.layers[20]?.key);
});

test('the key for the menu asks for the selected layer, wherever the pointer rests, and a click on nothing for none', async () => {
  const { store } = showPage('editor', pageState('ready'), { ui: { view: 'map' } });
  await expect.poll(() => document.querySelector('.spine-twin')).not.toBeNull();
  const model = store.model.value;
  if (model === undefined) throw new Error('The page has a model.');
  store.select(model.layers[4]?.key);
  const open = (hovered: number | undefined, button: number) => {
    store.hovered.value = hovered;
    const event = new MouseEvent('contextmenu', { bubbles: true, cancelable: true, button });
    return document.querySelector('.spine-twin')?.dispatchEvent(event);
  };
  expect(open(20, 0)).toBe(true);
  expect(store.ui.value.selected).toBe(model.layers[4]?.key);
  expect(open(undefined, 0)).toBe(true);
  expect(open(undefined, 2)).toBe(false);
  expect(open(20, 2)).toBe(true);
  expect(store.ui.value.selected).toBe(model.layers[20]?.key);
});

test('rows of the strip that are no layer have no menu, by the pointer or by its key', async () => {
  await page.viewport(340, 860);
  const { store } = showPage('sidePanel', pageState('ready'));
  const open = (selector: string, button: number) =>
    document.querySelector(selector)?.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, button }));
  expect(open('.strip-section', 2)).toBe(false);
  expect(open('.strip-body', 2)).toBe(false);
  expect(open('.strip-row[data-layer]', 2)).toBe(true);
  await expect.poll(() => document.querySelector('.strip-row.selected')).not.toBeNull();
  const { selected } = store.ui.value;
  expect(open('.strip', 0)).toBe(true);
  expect(store.ui.value.selected).toBe(selected);
  const strip = document.querySelector<HTMLElement>('.strip');
  strip?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Home', bubbles: true }));
  await expect.poll(() => document.querySelector('.strip-section.active')).not.toBeNull();
  expect(open('.strip', 0)).toBe(false);
});

test('a page shows the selected layer in the view that a command wants, once', () => {
  const { store } = showPage('sidePanel', pageState('ready'), { ui: { view: 'map' } });
  const wish = { counter: 5, view: 'layers' } as const;
  store.receive({ wish });
  expect(store.shownView.value).toBe('layers');
  store.arrange({ view: 'map' });
  store.receive({ wish });
  expect(store.shownView.value).toBe('map');
  store.receive({ wish: { counter: 6, view: 'graph' } });
  expect(store.shownView.value).toBe('graph');
  expect(store.graphRequest.value).toBeUndefined();
  store.receive({ wish: { counter: 7, view: 'graph' } });
  expect(store.graphRequest.value).toEqual({ kind: 'reveal' });
});
