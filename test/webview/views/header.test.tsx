import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { formatWhole } from '../../../src/shared/base/numberLanguage';
import { pageState } from '../fixtures/pageStates';
import { hidePage, showPage } from '../support/pages';

beforeEach(() => page.viewport(1600, 860));
afterEach(hidePage);

const facts = () => [...document.querySelectorAll('.facts .fact')].map(({ textContent }) => textContent);
const pair = (title: string) =>
  [...document.querySelectorAll('.facts-popover dt')].find(({ textContent }) => textContent === title)?.nextElementSibling;

test('the provider is the last fact after a run, and none before', () => {
  showPage('editor', pageState('ready'));
  expect(facts().at(-1)).toBe('ProviderCPU');
  showPage('editor', pageState('static'));
  expect(facts().at(-1)).not.toContain('Provider');
});

test('names that a tool made are cut for inputs as for outputs, and whole in the tooltip', async () => {
  const state = pageState('ready');
  const { model } = state;
  const [input] = model?.analysis.inputs ?? [];
  if (model === undefined || input === undefined) throw new Error('The state has a model with an input.');
  const analysis = { ...model.analysis, inputs: [{ ...input, name: 'onnx::Conv_0' }] };
  showPage('editor', { ...state, model: { ...model, analysis } });
  const shown = () => document.querySelector('.facts .mono');
  await expect.poll(() => shown()?.textContent).toMatch(/^Conv… f32/);
  expect(shown()?.getAttribute('title')).toBe('onnx::Conv_0');
});

test('sizes have their bytes in the tooltip, and an estimate is a range', async () => {
  const state = pageState('ready');
  showPage('editor', state);
  const weightBytes = state.model?.analysis.totals.weightBytes ?? NaN;
  const exact = `${formatWhole(weightBytes)} bytes`;
  expect([...document.querySelectorAll('.facts .fact')].some(fact => fact.getAttribute('title')?.startsWith(exact))).toBe(true);
  await page.getByRole('button', { name: 'All model facts' }).click();
  expect(pair('Weights')?.getAttribute('title')).toBe(exact);
  expect(pair('Prepacked weights')?.textContent).toMatch(/^4\.02\u2009–\u20094\.18\u202fMB, estimated$/);
});

test('every run is in the facts, as a dot and as a row', async () => {
  const state = pageState('ready');
  showPage('editor', state);
  await page.getByRole('button', { name: 'All model facts' }).click();
  const facts = page.getByRole('dialog', { name: 'All model facts' });
  await expect.element(facts.getByRole('img', { name: /timed runs, median/ })).toBeInTheDocument();
  await facts.getByRole('button', { name: 'Show as table' }).click();
  const runs = String((state.profile?.latency.samplesMs.length ?? NaN) + 1);
  await expect.element(facts.getByRole('grid', { name: /timed runs, median/ })).toHaveAttribute('aria-rowcount', runs);
  expect(document.activeElement?.textContent).toBe('Show as chart');
});

test('nodes that no kernel stands for are counted', async () => {
  const state = pageState('ready');
  const { profile } = state;
  if (profile === undefined) throw new Error('The state has a profile.');
  const kernels = profile.kernels.map((kernel, index) => (index === 0 ? { ...kernel, covers: kernel.covers.slice(0, 1) } : kernel));
  showPage('editor', { ...state, profile: { ...profile, kernels } });
  await page.getByRole('button', { name: 'All model facts' }).click();
  expect(pair('Folded at load')?.textContent).toBe('1 node');
});

test('nothing is called folded where it is not known what a kernel ran', async () => {
  const state = pageState('ready');
  const { profile } = state;
  if (profile === undefined) throw new Error('The state has a profile.');
  const kernels = profile.kernels.map((kernel, index) => (index === 0 ? { ...kernel, covers: [], added: false } : kernel));
  showPage('editor', { ...state, profile: { ...profile, kernels } });
  await page.getByRole('button', { name: 'All model facts' }).click();
  expect(pair('Kernels')).toBeDefined();
  expect(pair('Folded at load')).toBeUndefined();
});

test('the interval stands with the latency at every width', async () => {
  await page.viewport(320, 600);
  showPage('editor', pageState('ready'));
  const interval = page.getByText(/^57\.1\s–\s58\.2$/);
  await expect.element(interval).toBeVisible();
  const head = document.querySelector('.editor-head')?.getBoundingClientRect();
  const box = interval.element().getBoundingClientRect();
  expect(box.bottom).toBeLessThanOrEqual(head?.bottom ?? 0);
  expect(box.right).toBeLessThanOrEqual(320);
});

test('the part of the spine on screen is kept with the page', async () => {
  const { store } = showPage('editor', pageState('ready'));
  const box = document.querySelector('.spine-box');
  await expect.poll(() => box?.clientWidth).toBeGreaterThan(500);
  const { left = 0, width = 0 } = box?.getBoundingClientRect() ?? {};
  box?.dispatchEvent(new WheelEvent('wheel', { deltaY: -100, clientX: left + width / 2, bubbles: true, cancelable: true }));
  const zoom = store.ui.value.spineZoom;
  expect(zoom).toBeDefined();
  expect((zoom?.to ?? 0) - (zoom?.from ?? 0)).toBeLessThan(58);
  box?.dispatchEvent(new MouseEvent('dblclick', { bubbles: true }));
  expect(store.ui.value.spineZoom).toBeUndefined();
});

test('the card of the spine names the group with its value', async () => {
  showPage('editor', pageState('ready'));
  const box = document.querySelector('.spine-box');
  await expect.poll(() => box?.clientWidth).toBeGreaterThan(500);
  const { left = 0, width = 0, top = 0 } = box?.getBoundingClientRect() ?? {};
  box?.dispatchEvent(new PointerEvent('pointermove', { clientX: left + width * 0.93, clientY: top + 10, bubbles: true }));
  await expect.poll(() => document.querySelector('.spine-section')?.textContent).toMatch(/^layer4[\d.]+\sms · \d+\s%$/);
});

test('Ctrl+C copies layers in every view, but not over text that is selected', async () => {
  const { host } = showPage('editor', pageState('ready'), { ui: { view: 'map', selected: 0 } });
  await userEvent.keyboard('{Control>}c{/Control}');
  expect(host.copiedTexts[0]).toMatch(/^#\tLayer\t/);
  const text = document.querySelector('.facts dd');
  if (text === null) throw new Error('The header has facts.');
  getSelection()?.selectAllChildren(text);
  await userEvent.keyboard('{Control>}c{/Control}');
  expect(host.copiedTexts).toHaveLength(1);
  getSelection()?.removeAllRanges();
});

test('details come in from the side as a drawer, at once where motion is reduced', async () => {
  await page.viewport(700, 600);
  const { store } = showPage('editor', pageState('ready'), { ui: { selected: 0 } });
  await expect.poll(() => document.querySelector('.editor-body')?.clientWidth).toBe(700);
  store.overlay.value = 'drawer';
  await expect.poll(() => document.querySelector('.details.drawer')).not.toBeNull();
  const drawer = document.querySelector('.details.drawer') ?? document.body;
  document.body.classList.remove('vscode-reduce-motion');
  expect(getComputedStyle(drawer).animationDuration).toBe(matchMedia('(prefers-reduced-motion: reduce)').matches ? '0s' : '0.12s');
  document.body.classList.add('vscode-reduce-motion');
  expect(getComputedStyle(drawer).animationName).toBe('none');
  document.body.classList.remove('vscode-reduce-motion');
});
