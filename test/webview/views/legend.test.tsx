import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { pageState } from '../fixtures/pageStates';
import { hidePage, showPage } from '../support/pages';

beforeEach(() => page.viewport(1212, 860));
afterEach(hidePage);

function ramp(): Element {
  const found = document.querySelector('.legend svg');
  if (found === null) throw new Error('No legend');
  return found;
}

function point(type: string, share: number): void {
  const { left, top, width } = ramp().getBoundingClientRect();
  ramp().dispatchEvent(new PointerEvent(type, { bubbles: true, clientX: left + share * width, clientY: top + 10, pointerId: 1 }));
}

const text = () => document.querySelector('.legend')?.textContent;

test('pointing at a bin says how many layers fall into it, and makes them stand out', async () => {
  const { store } = showPage('editor', pageState('ready'), { ui: { view: 'map' } });
  point('pointermove', 0.99);
  await expect.poll(text).toMatch(/3 kernels, 1\.96\sms – 2\.05\sms/);
  expect(store.highlight.value).toEqual([23 / 24, 1]);
  point('pointerleave', 0.99);
  expect(store.highlight.value).toBeUndefined();
});

test('dragging makes a part of the ramp the whole, a double click resets it', async () => {
  const { store } = showPage('editor', pageState('ready'));
  point('pointerdown', 0.5);
  point('pointermove', 0.75);
  point('pointerup', 0.75);
  expect(store.ui.value.heatRanges['latencyMs']?.[0]).toBeCloseTo(1.03, 1);
  await expect.poll(text).toMatch(/^≤ 1\.0\d\sms.*≥ 1\.5\d\sms/);
  ramp().dispatchEvent(new MouseEvent('dblclick', { bubbles: true }));
  expect(store.ui.value.heatRanges).toEqual({});
});

test('the ends move by keys', async () => {
  const { store } = showPage('editor', pageState('ready'));
  const hot = page.getByRole('slider', { name: 'Hot end of the colors' });
  (hot.element() as HTMLElement).focus();
  await userEvent.keyboard('{ArrowLeft}');
  expect(store.ui.value.heatRanges['latencyMs']?.[1]).toBeCloseTo((2.05 * 23) / 24, 1);
  await expect.element(hot).toHaveAttribute('aria-valuetext', '1.96\u202fms');
  await userEvent.keyboard('{Delete}');
  expect(store.ui.value.heatRanges).toEqual({});
});
