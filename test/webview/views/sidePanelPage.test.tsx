import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { nextTask } from '../../../webview/ui/nextTask';
import { PANE_HEIGHT } from '../../../webview/views/page/paneHeight';
import { restoreUiState } from '../../../webview/views/page/uiState';
import { pageState } from '../fixtures/pageStates';
import { formatWhole } from '../../../src/shared/base/numberLanguage';
import { hidePage, showPage } from '../support/pages';

beforeEach(() => page.viewport(340, 860));
afterEach(hidePage);

function strip(): readonly string[] {
  return [...document.querySelectorAll('.strip [role="treeitem"]')].map(row => {
    const shown = [...row.querySelectorAll(':scope > :not(.visually-hidden)')];
    return shown
      .map(element => element.textContent)
      .join('')
      .replace(/\s+/g, ' ')
      .trim();
  });
}

test('results: strip, measured cards, variants with their lineage', async () => {
  const { host } = showPage('sidePanel', pageState('ready'));
  expect(strip()[0]).toBe('stem3 %1.72 ms');
  await expect.element(page.getByText('estimate was 18 – 24\u202fms')).toBeVisible();
  await page.getByRole('button', { name: 'Open int8' }).click();
  await page.getByRole('button', { name: 'Compare', exact: true }).first().click();
  await page.getByTitle('/models/resnet50.prune25.onnx').click();
  expect(host.actions).toEqual([
    { kind: 'openVariant', id: 24 },
    { kind: 'compareWithBaseline', id: 24 },
    { kind: 'showResult', id: 27 },
  ]);
  expect([...document.querySelectorAll('.variant-ratio')].map(element => element.textContent)).toEqual([
    'baseline',
    '3.03×',
    'no change',
    '1.37× slower',
    '1.41×',
  ]);
});

test('before any variant: estimates, one primary action, and what does not help', async () => {
  const { host } = showPage('sidePanel', pageState('noVariants'), { ui: { panes: { layers: false } } });
  const cards = [...document.querySelectorAll('.card')];
  expect(cards).toHaveLength(4);
  expect(cards.map(card => card.querySelector('vscode-button')?.secondary)).toEqual([false, true, true, true]);
  await page.getByRole('button', { name: 'Quantize' }).click();
  await page.getByRole('button', { name: 'Preview' }).nth(1).click();
  expect(host.actions).toEqual([
    { kind: 'applySuggestion', rule: 'quantize-static' },
    { kind: 'previewSuggestion', rule: 'prune-channels' },
  ]);
  await page.getByRole('button', { name: 'Checked, no gain expected (1)' }).click();
  await expect.element(page.getByText('Each Conv would quantize its input on every run.')).toBeVisible();
  await page.getByRole('button', { name: 'Advice (1)' }).click();
  await expect.element(page.getByText('Let all their readers name the same initializer.')).toBeVisible();
  expect(cards[0]?.getAttribute('title')).toBe('Convolutions take 98 % of the time. The range was seen on plain CNNs.');
  await expect.element(page.getByText(/^None yet\./)).toBeVisible();
});

test('a running job: steps and Cancel, nothing else to start', async () => {
  const { host } = showPage('sidePanel', pageState('quantizing'));
  expect([...document.querySelectorAll('.steps li')].map(step => step.textContent)).toEqual([
    'done: Insert quantization nodes122 → 322 nodes',
    'running: Calibrate58 of 100',
    'waiting: Compare outputs with the baseline',
    'waiting: Measure latency, 40 runs each',
  ]);
  expect(document.querySelector('.card')).toBeNull();
  await page.getByRole('button', { name: 'Cancel' }).click();
  expect(host.actions).toEqual([{ kind: 'cancelJob' }]);
});

test('the first profile: MACs stand in until a time is known', async () => {
  const { store } = showPage('sidePanel', pageState('profiling'));
  await expect.element(page.getByText('MACs need no run and stand in until a time is known.')).toBeVisible();
  store.receive(pageState('partial'));
  await expect.poll(() => strip().some(row => row.includes('1.51 ms'))).toBe(true);
  expect(strip().some(row => /M MACs$/.test(row))).toBe(true);
});

test('no model: ways to open one', async () => {
  const { host } = showPage('sidePanel', pageState('empty'));
  await page.getByRole('button', { name: 'Open Model…' }).click();
  await page.getByRole('button', { name: 'Open Sample Model' }).click();
  expect(host.actions.map(({ kind }) => kind)).toEqual(['openModel', 'openSample']);
});

test('Restricted Mode: what is known without a run', async () => {
  showPage('sidePanel', pageState('restricted'));
  await expect.element(page.getByText(/^Restricted Mode: the model is read, not run\./)).toBeVisible();
  expect(strip()[1]).toBe('conv1 118 M');
  expect(document.querySelector('[data-action="profile"]')).toBeNull();
});

test('a crash: what happened, and what is safe', async () => {
  showPage('sidePanel', pageState('crashed'));
  await expect.element(page.getByRole('alert')).toHaveTextContent('ONNX Runtime stopped (SIGSEGV)');
  await expect.element(page.getByRole('alert')).toHaveTextContent('The editor is not affected. Nothing was written.');
});

test('loading: a skeleton that says it is busy', async () => {
  showPage('sidePanel', pageState('loading'));
  await expect.poll(() => document.querySelectorAll('.skeleton').length).toBeGreaterThan(5);
  expect(document.querySelector('.panel')?.getAttribute('aria-busy')).toBe('true');
});

test('a large model: rows are layers, and their other kernels are counted', () => {
  showPage('sidePanel', pageState('ready', 'textDetection'));
  expect(strip().some(row => /^\d+\.0\.pw \+107\.26 ms$/.test(row))).toBe(true);
  expect(document.querySelector('.pane-count')?.textContent).toBe('54 of 400 kernels');
});

test('the strip is a tree for the keyboard', async () => {
  const { store, host } = showPage('sidePanel', pageState('ready'), { ui: { selected: 99 } });
  page.getByRole('tree', { name: 'Layer heatmap' }).element().focus();
  await userEvent.keyboard('{ArrowDown}');
  expect(store.ui.value.selected).toBe(102);
  expect(host.shared.at(-1)).toEqual({ counter: 1, selected: 102, metric: 'latencyMs', variant: undefined });
  await userEvent.keyboard('{Home}{ArrowDown}');
  expect(store.ui.value.selected).toBe(0);
  await userEvent.keyboard('{Enter}');
  expect(host.actions).toEqual([{ kind: 'showInEditor', node: 0 }]);
});

test('keys reach headings, open and close them', async () => {
  const { store } = showPage('sidePanel', pageState('ready', 'textDetection'));
  const tree = page.getByRole('tree', { name: 'Layer heatmap' }).element();
  const active = () => document.getElementById(tree.getAttribute('aria-activedescendant') ?? '');
  tree.focus();
  expect(getComputedStyle(tree).outlineStyle, 'before a row is reached').toBe('solid');
  await userEvent.keyboard('{Home}');
  expect(active()?.classList.contains('strip-section')).toBe(true);
  expect(getComputedStyle(active() ?? tree).outlineStyle).toBe('solid');
  expect(store.ui.value.selected).toBeUndefined();
  await userEvent.keyboard('{ArrowLeft}');
  await expect.poll(() => active()?.getAttribute('aria-expanded')).toBe('false');
  await userEvent.keyboard('{ArrowDown}');
  await expect.poll(() => active()?.classList.contains('strip-section')).toBe(true);
  await userEvent.keyboard('*');
  await expect.poll(() => document.querySelector('.strip-section[aria-expanded="false"]')).toBeNull();
  await userEvent.keyboard('{Home}{ArrowRight}');
  await expect.poll(() => active()?.getAttribute('aria-level')).toBe('2');
  await userEvent.keyboard('{ArrowLeft}');
  await expect.poll(() => active()?.classList.contains('strip-section')).toBe(true);
  await userEvent.keyboard('{PageDown}');
  expect(active()?.getAttribute('aria-level')).not.toBeNull();
});

test('a row that tiny layers share opens, and they stand below it', async () => {
  showPage('sidePanel', pageState('ready', 'encoder'));
  const tree = page.getByRole('tree', { name: 'Layer heatmap' }).element();
  for (let top = 0; top < tree.scrollHeight && document.querySelector('.strip-pool') === null; top += 200) {
    tree.scrollTop = top;
    await new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  }
  document.querySelector<HTMLElement>('.strip-pool')?.click();
  await expect.poll(() => document.querySelector('.strip-pool[aria-expanded="true"]')).not.toBeNull();
  await expect.poll(() => document.querySelectorAll('.strip [aria-level="3"]').length).toBeGreaterThan(0);
});

test('the strip follows what is selected elsewhere into a closed section, unless it was just scrolled by hand', async () => {
  const { store } = showPage('sidePanel', pageState('ready'), { ui: { toggled: ['strip:layer4'] } });
  const layer = store.model.value?.layers.find(({ name }) => name.startsWith('layer4'));
  store.receive({ shared: { counter: 3, selected: layer?.key, metric: 'latencyMs', variant: undefined } });
  await expect.poll(() => document.querySelector('.strip-row.selected')?.getAttribute('title')).toBe(layer?.name);
  const tree = document.querySelector('.strip');
  if (tree === null) throw new Error('The page has a strip.');
  tree.scrollTop = 0;
  await expect.poll(() => document.querySelector('.strip-row.selected')).toBeNull();
  store.receive({ shared: { counter: 4, selected: store.model.value?.layers.at(-1)?.key, metric: 'latencyMs', variant: undefined } });
  await new Promise(resolve => setTimeout(resolve, 200));
  expect(tree.scrollTop).toBe(0);
});

test('parts of the panel are as high as the user makes them, by keys as well, and the layers take the rest', async () => {
  const { store } = showPage('sidePanel', pageState('ready'));
  const edge = page.getByRole('separator', { name: 'Height of Suggestions' });
  const heightOf = (selector: string) => document.querySelector(selector)?.getBoundingClientRect().height ?? 0;
  await document.fonts.ready;
  const known = () => Number(edge.element().getAttribute('aria-valuenow'));
  await expect.poll(known).toBe(Math.round(heightOf('.pane-frame')));
  const [suggestions, layers] = [heightOf('.pane-frame'), heightOf('.layers-pane')];
  edge.element().focus();
  await userEvent.keyboard('{ArrowDown}{ArrowDown}');
  await expect.poll(() => heightOf('.pane-frame')).toBe(Math.round(suggestions) - 32);
  expect(heightOf('.layers-pane')).toBeGreaterThanOrEqual(layers);
  expect(store.ui.value.paneHeights).toEqual({ suggestions: Math.round(suggestions) - 32 });
  expect(restoreUiState(JSON.parse(JSON.stringify(store.ui.value))).paneHeights).toEqual(store.ui.value.paneHeights);
  await userEvent.keyboard('{Home}');
  await expect.poll(() => heightOf('.pane-frame')).toBe(66);
  expect(document.querySelector('.pane-frame .disclosure-body')?.scrollHeight).toBeGreaterThan(44);
  await userEvent.dblClick(edge);
  await expect.poll(() => heightOf('.pane-frame')).toBe(suggestions);
  expect(store.ui.value.paneHeights).toEqual({});
});

test('every press of a key moves the edge of a part, also before the page was laid out again', async () => {
  const { store } = showPage('sidePanel', pageState('ready'));
  const edge = page.getByRole('separator', { name: 'Height of Suggestions' }).element();
  await expect.poll(() => edge.getAttribute('aria-valuenow')).not.toBe('0');
  await document.fonts.ready;
  for (const key of ['Home', 'ArrowUp', 'ArrowUp', 'ArrowUp']) {
    edge.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    await new Promise<void>(nextTask);
  }
  expect(store.ui.value.paneHeights).toEqual({ suggestions: PANE_HEIGHT.least + 3 * 16 });
});

test('the variant that another page chose is the one whose change is shown, and choosing one here tells the others', async () => {
  const state = pageState('ready');
  const [first, second] = state.compared;
  const { store, host } = showPage('sidePanel', state);
  store.receive({ shared: { counter: 3, selected: undefined, metric: 'change', variant: second?.id } });
  expect(store.ui.value.compareTo).toBe(second?.path);
  await expect.poll(() => store.column.value?.title).toBe(`Change in ${second?.name ?? ''}`);
  expect(host.differences).toEqual([second?.id]);
  expect(strip().join()).toMatch(/−\d+/);
  await page.getByRole('button', { name: new RegExp(`^${first?.name ?? ''} `) }).click();
  expect(host.shared.at(-1)).toMatchObject({ metric: 'change', variant: first?.id });
  expect(document.querySelector('.variant[aria-current="true"]')?.textContent).toContain(first?.name);
});

test('what the user stopped hides nothing that is to be known about the times', async () => {
  const cancelled = { reason: 'cancelled', message: 'Cancelled at: run 3. Nothing was written.' } as const;
  showPage('sidePanel', { ...pageState('stale'), error: cancelled });
  await expect.element(page.getByText(cancelled.message)).toBeVisible();
  await expect.element(page.getByText(/^Measured with /)).toBeVisible();
});

test('what a host that was started again recalls is shown, and what the page came back with stays selected', () => {
  const shared = { counter: 1, selected: undefined, metric: 'params', variant: undefined };
  const { store } = showPage('sidePanel', { ...pageState('ready'), shared }, { ui: { selected: 3 } });
  expect(store.metric.value).toBe('params');
  expect(store.ui.value.selected).toBe(3);
  store.receive({ shared: { ...shared, counter: 2 } });
  expect(store.ui.value.selected).toBeUndefined();
});

test('dismissed suggestions stand among what was checked, with the reason, and the focus stays in the list when one is shown again', async () => {
  const dismissed = [
    { rule: 'float16', reason: 'later' },
    { rule: 'fix-shapes', reason: 'tried' },
  ] as const;
  const { host, store } = showPage('sidePanel', { ...pageState('noVariants'), dismissed }, { ui: { panes: { layers: false } } });
  expect(document.querySelectorAll('.card')).toHaveLength(2);
  const list = page.getByRole('button', { name: 'Checked, no gain expected (3)' });
  await list.click();
  await expect.element(page.getByText('Dismissed: It was tried elsewhere.')).toBeVisible();
  await page.getByRole('button', { name: 'Show Again: Store weights as FP16' }).click();
  expect(host.actions).toEqual([{ kind: 'restoreSuggestion', rule: 'float16' }]);
  await expect.element(list).toHaveFocus();
  store.receive({ dismissed: dismissed.slice(1) });
  await expect.poll(() => document.querySelectorAll('.card').length).toBe(3);
  await expect.element(page.getByRole('button', { name: 'Checked, no gain expected (2)' })).toHaveFocus();
});

test('where all suggestions were dismissed the page says so, and leads to them', async () => {
  const state = pageState('noVariants');
  const dismissed = (state.suggestions?.offered ?? []).map(({ rule }) => ({ rule, reason: 'no-help' }) as const);
  showPage('sidePanel', { ...state, dismissed });
  await expect.element(page.getByText(/^All suggestions were dismissed\./)).toBeVisible();
  await page.getByRole('button', { name: 'Show Checks' }).click();
  await expect.element(page.getByRole('button', { name: /^Checked, no gain expected/ })).toHaveFocus();
});

test('bars of the layers end before their values, also where the panel is narrow', async () => {
  await page.viewport(280, 860);
  showPage('sidePanel', pageState('ready'));
  await expect.poll(() => document.querySelector('.strip-row .heat-bar')?.getBoundingClientRect().width).toBe(44);
  const rows = [...document.querySelectorAll('.strip-row')].filter(row => row.querySelector('.heat-bar') !== null);
  for (const row of rows) {
    const value = row.querySelector('.num')?.getBoundingClientRect().left ?? 0;
    for (const part of row.querySelectorAll('.heat-bar i')) expect(part.getBoundingClientRect().right).toBeLessThanOrEqual(value);
  }
});

test('sizes of variants are told to the byte in their tooltips', async () => {
  const state = pageState('ready');
  showPage('sidePanel', state);
  const [variant] = state.variants;
  await expect.poll(() => document.querySelectorAll('.variant [title$=" bytes"]').length).toBe(state.variants.length + 1);
  expect(document.querySelector('.variant-name [title$=" bytes"]')?.getAttribute('title')).toBe(
    `${formatWhole(variant?.bytes ?? NaN)} bytes`,
  );
});
