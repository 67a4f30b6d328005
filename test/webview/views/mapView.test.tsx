import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { pageState } from '../fixtures/pageStates';
import { hidePage, showPage } from '../support/pages';

beforeEach(() => page.viewport(1212, 860));
afterEach(hidePage);

test('the icicle shows a block alone on a click, and goes up level by level', async () => {
  const { store } = showPage('editor', pageState('ready'), { ui: { view: 'map', mapForm: 'icicle' } });
  const canvas = () => document.querySelector('.map-box canvas');
  await expect.poll(() => canvas()?.clientHeight).toBeGreaterThan(100);
  const click = (x: number) => {
    const { left = 0, top = 0, height = 0 } = canvas()?.getBoundingClientRect() ?? {};
    canvas()?.dispatchEvent(new MouseEvent('click', { clientX: left + x, clientY: top + height * 0.86, bubbles: true }));
  };
  const path = () => document.querySelector('.map-head nav')?.textContent;
  click(240);
  expect(store.ui.value).toMatchObject({ mapSection: 'layer4', mapBlock: expect.stringMatching(/^[012]$/) as string });
  await expect.poll(path).toMatch(/^resnet50›layer4›[012]$/);
  click(240);
  expect(store.ui.value).toMatchObject({ mapSection: 'layer4', mapBlock: undefined });
  await expect.poll(path).toBe('resnet50›layer4');
  click(240);
  await userEvent.keyboard('{Backspace}');
  expect(store.ui.value).toMatchObject({ mapSection: 'layer4', mapBlock: undefined });
  await userEvent.keyboard('{Backspace}');
  expect(store.ui.value.mapSection).toBeUndefined();
});

test('groups that are too small to be drawn are named in the line above', async () => {
  const { store } = showPage('editor', pageState('ready', 'encoder'), { ui: { view: 'map' } });
  await expect.element(page.getByText('Not drawn: mask')).toBeVisible();
  expect(document.querySelector('.map-head')?.textContent).toContain('Not drawn: mask');
  store.arrange({ mapForm: 'icicle' });
  await expect.poll(() => document.querySelector('.map-head')?.textContent).not.toContain('Not drawn');
});
