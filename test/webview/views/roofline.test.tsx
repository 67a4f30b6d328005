import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { ModelState } from '../../../src/shared/protocol/hostWebview';
import { pageState } from '../fixtures/pageStates';
import { NOT_MEASURED, sampleRoofline } from '../fixtures/sampleRoofline';
import { SvgSurface } from '../../../webview/draw/svgSurface';
import { drawingOn } from '../../../webview/views/page/useDrawing';
import { hidePage, showPage } from '../support/pages';

beforeEach(() => page.viewport(1212, 860));
afterEach(hidePage);

const CONV2 = 99;
const CACHED = 3;

function measured(): ModelState {
  const state = pageState('ready');
  if (state.model === undefined || state.profile === undefined) throw new Error('The state has a profile.');
  return { ...state, roofline: sampleRoofline(state.model, state.profile, CACHED) };
}

test('the sixth tab says what limits the time, and what is not drawn', async () => {
  const { store } = showPage('editor', measured());
  await userEvent.keyboard('6');
  expect(store.ui.value.view).toBe('roofline');
  await expect
    .element(page.getByRole('tabpanel'))
    .toHaveTextContent(
      /10\s% of kernel time is left of the ridge \(limited by memory\), 90\s% right of it \(limited by compute\)\. 2 kernels at or below/,
    );
  await expect.element(page.getByRole('figure')).toHaveTextContent(/56 layers by arithmetic intensity and speed/);
});

test('arrows go by intensity, and the card explains what is above its roof', async () => {
  const { store } = showPage('editor', measured(), { ui: { view: 'roofline', selected: CONV2 } });
  const list = page.getByRole('listbox', { name: 'Layers by arithmetic intensity' });
  (list.element() as HTMLElement).focus();
  await expect
    .element(list.getByRole('option', { selected: true }))
    .toHaveTextContent(/layer4\.0\.conv2, .*23\.3\sFLOP\/B, 113\sGFLOP\/s, 40\s% of roof/);
  await userEvent.keyboard('{ArrowRight}');
  expect(store.ui.value.selected).not.toBe(CONV2);
  await userEvent.keyboard('{Home}');
  await expect.element(list.getByRole('option', { selected: true })).toHaveAttribute('aria-posinset', '1');
  store.select(CACHED);
  await expect.poll(() => document.querySelector('.chart-card')?.textContent).toMatch(/In the cache: the 8 MB that it moves/);
});

test('hover and click speak of the same layer as the other views', async () => {
  const { store } = showPage('editor', measured(), { ui: { view: 'roofline', selected: CONV2 } });
  await expect.element(page.getByRole('figure')).toBeVisible();
  const canvas = document.querySelector<HTMLCanvasElement>('.chart-figure canvas');
  const { left = 0, top = 0, width = 0, height = 0 } = canvas?.getBoundingClientRect() ?? {};
  const at = (type: string, x: number, y: number) =>
    canvas?.dispatchEvent(new MouseEvent(type, { clientX: left + x, clientY: top + y, bubbles: true }));
  let found = false;
  for (let x = 60; x < width && !found; x += 4) {
    for (let y = 24; y < height && !found; y += 4) {
      at('mousemove', x, y);
      found = store.hovered.value !== undefined;
      if (found) at('click', x, y);
    }
  }
  expect(found).toBe(true);
  expect(store.ui.value.selected).toBe(store.model.value?.layers[store.hovered.value ?? -1]?.key);
});

test('is a table as well', async () => {
  showPage('editor', measured(), { ui: { view: 'roofline', selected: CONV2 } });
  await page.getByRole('button', { name: 'Show as Table' }).click();
  const row = page.getByRole('grid', { name: 'Roofline' }).getByRole('row', { selected: true });
  await expect.element(row).toHaveTextContent(/layer4\.0\.conv2.*23\.3\sFLOP\/B113\sGFLOP\/s40\s% of roof2\.04\smscompute/);
});

test('without roofs it offers to measure them, and nothing while they are looked up', async () => {
  const { host, store } = showPage('editor', { ...pageState('ready'), roofline: NOT_MEASURED }, { ui: { view: 'roofline' } });
  await page.getByRole('button', { name: 'Measure This Machine (about 10 s)' }).click();
  expect(host.actions).toEqual([{ kind: 'measureMachine' }]);
  store.receive({ roofline: undefined });
  await expect.element(page.getByText('Reading what is known about this machine.')).toBeVisible();
});

test('predicted times are marked as estimated', async () => {
  const { model, profile } = pageState('ready');
  if (model === undefined || profile === undefined) throw new Error('The state has a profile.');
  showPage('editor', { ...pageState('static'), roofline: sampleRoofline(model, profile, CACHED) }, { ui: { view: 'roofline' } });
  await expect.element(page.getByRole('tabpanel')).toHaveTextContent(/of predicted time is left of the ridge .* estimated/);
});

test('roofs say how they were measured', async () => {
  showPage('editor', measured(), { ui: { view: 'roofline' } });
  const canvas = document.querySelector<HTMLCanvasElement>('.chart-figure canvas');
  await expect.poll(() => (canvas === null ? undefined : drawingOn(canvas))).toBeDefined();
  const drawing = canvas === null ? undefined : drawingOn(canvas);
  if (drawing === undefined) throw new Error('The plot was drawn.');
  const surface = new SvgSurface(drawing.width, drawing.height, 'test');
  drawing.draw(surface);
  const texts = surface.markup();
  expect(texts).toMatch(/compute roof 285\sGFLOP\/s measured, MatMul/);
  expect(texts).toMatch(/memory roof 14\.0\sGB\/s measured, elementwise/);
});
