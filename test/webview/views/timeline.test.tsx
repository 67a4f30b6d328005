import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { UiState } from '../../../webview/views/page/uiState';
import { pageState, type StateName } from '../fixtures/pageStates';
import { hidePage, showPage } from '../support/pages';

beforeEach(() => page.viewport(1212, 860));
afterEach(hidePage);

const CONV2 = 99;

async function showTimeline(state: StateName = 'ready', ui: Partial<UiState> = {}) {
  const shown = showPage('editor', pageState(state), { ui: { view: 'timeline', ...ui } });
  await expect.element(page.getByRole('listbox', { name: /in execution order$/ }).last()).toBeInTheDocument();
  return shown;
}

function canvas(): HTMLCanvasElement {
  const found = document.querySelector<HTMLCanvasElement>('.chart-figure canvas');
  if (found === null) throw new Error('No canvas');
  return found;
}

function point(type: string, x: number, y = 60): void {
  const { left, top } = canvas().getBoundingClientRect();
  canvas().dispatchEvent(new PointerEvent(type, { bubbles: true, clientX: left + x, clientY: top + y, pointerId: 1 }));
}

const card = () => document.querySelector('.chart-card')?.textContent ?? '';

test('the fourth tab says what runs and how much memory lives', async () => {
  const { store } = showPage('editor', pageState('ready'));
  await userEvent.keyboard('4');
  expect(store.ui.value.view).toBe('timeline');
  const figure = page.getByRole('figure');
  await expect
    .element(figure)
    .toHaveTextContent(/58 kernels in 56\.5\sms; at most 7\.23\sMB of activations are alive, while layer1\.0\.conv3 runs\./);
  await expect
    .element(figure)
    .toHaveTextContent(/medians of profiled runs, laid end to end and scaled to the median of 40 runs; between kernels 1\.09\sms/);
  await expect.element(figure).toHaveTextContent(/measured 9\.39\sMB: with arena and prepacked weights/);
  await expect
    .element(page.getByRole('list', { name: 'Totals by operator, Latency' }))
    .toHaveTextContent(/Conv 1×1 · 36 kernels29\.1\sms 51\.5\s% of time/);
});

test('arrows go from kernel to kernel, and the selection is that of all views', async () => {
  const { store } = await showTimeline('ready', { selected: CONV2 });
  const list = page.getByRole('listbox', { name: 'Kernels in execution order' });
  list.element().dispatchEvent(new FocusEvent('focus'));
  (list.element() as HTMLElement).focus();
  await userEvent.keyboard('{ArrowRight}');
  expect(store.ui.value.selected).not.toBe(CONV2);
  await userEvent.keyboard('{ArrowLeft}');
  expect(store.ui.value.selected).toBe(CONV2);
  await expect.element(list.getByRole('option', { selected: true })).toHaveTextContent(/layer4\.0\.conv2, .*2\.04 milliseconds.* alive$/);
  expect(card()).toContain('layer4.0.conv2');
  await userEvent.keyboard('{Shift>}{ArrowRight}{ArrowRight}{/Shift}');
  await expect.element(page.getByText(/^3 kernels, /)).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await expect.poll(card).toBe('');
  await userEvent.keyboard('{Escape}');
  await expect.element(page.getByText('Drag to add up a range')).toBeVisible();
  expect(store.ui.value.selected).not.toBeUndefined();
});

test('W S A D zoom and pan, wherever the focus is, and leave the details alone', async () => {
  const { store } = await showTimeline();
  const span = () => [store.ui.value.timelineFrom, store.ui.value.timelineTo];
  await userEvent.keyboard('w');
  const [from = NaN, to = NaN] = span();
  expect(to - from).toBeCloseTo(1 / 1.4, 6);
  await userEvent.keyboard('d');
  expect(span()[0]).toBeGreaterThan(from);
  expect(store.ui.value.detailsOpen).toBe(true);
  await userEvent.keyboard('0');
  expect(span()).toEqual([0, 1]);
  await userEvent.keyboard('3');
  await expect.poll(() => store.viewKeys).toBeUndefined();
  await userEvent.keyboard('d');
  expect(store.ui.value.detailsOpen).toBe(false);
});

test('the pointer names what is alive, a click selects, a drag adds up', async () => {
  const { store } = await showTimeline();
  point('pointermove', 400);
  await expect.poll(card).toMatch(/alive/);
  expect(store.hovered.value).toBeGreaterThan(0);
  point('pointerdown', 400);
  point('pointerup', 400);
  expect(store.ui.value.selected).toBeDefined();
  point('pointerdown', 200);
  point('pointermove', 500);
  point('pointerup', 500);
  await expect.element(page.getByText(/^\d+ kernels, .*ms, .*%$/)).toBeVisible();
  canvas().dispatchEvent(new WheelEvent('wheel', { deltaY: -100, clientX: 600, clientY: 400, bubbles: true, cancelable: true }));
  expect(store.ui.value.timelineTo - store.ui.value.timelineFrom).toBeLessThan(1);
});

test('is a table as well', async () => {
  const { store } = await showTimeline('ready', { selected: CONV2 });
  await page.getByRole('button', { name: 'Show as Table' }).click();
  const table = page.getByRole('grid', { name: 'Timeline' });
  await expect.element(table).toHaveAttribute('aria-rowcount', '59');
  await expect.element(table.getByRole('row', { selected: true })).toHaveTextContent(/layer4\.0\.conv2Conv 3×3.*2\.04\sms/);
  (table.element() as HTMLElement).focus();
  await userEvent.keyboard('{Home}');
  expect(store.ui.value.selected).not.toBe(CONV2);
  await page.getByRole('button', { name: 'Show as Chart' }).click();
  await expect.element(page.getByRole('figure')).toBeVisible();
});

test('before a profile it shows memory over the nodes of the file, and how to get times', async () => {
  const { host } = await showTimeline('static');
  await expect.element(page.getByRole('figure')).toHaveTextContent(/122 nodes in the order of the file; at most/);
  await expect.element(page.getByRole('status').getByText(/Colors show MACs\. Run the model to see time\./)).toBeVisible();
  await page.getByRole('tabpanel').getByRole('button', { name: 'Profile' }).click();
  expect(host.actions.map(({ kind }) => kind)).toEqual(['profile']);
});

test('does not ask for a run where models are not run', async () => {
  await showTimeline('restricted');
  expect(document.querySelector('.chart-head')?.textContent).not.toContain('Run the model');
});
