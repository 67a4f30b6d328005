import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { ModelView } from '../../../src/shared/report/modelView';
import { sampleLayerTiming } from '../../fixtures/sampleLayerTiming';
import { pageState } from '../fixtures/pageStates';
import { NOT_MEASURED, sampleRoofline } from '../fixtures/sampleRoofline';
import { sampleSparsity } from '../fixtures/sampleSparsity';
import { INITIAL_UI } from '../../../webview/views/page/uiState';
import { hidePage, showPage } from '../support/pages';

beforeEach(() => page.viewport(1212, 860));
afterEach(hidePage);

const CONV2 = 99;

function rowOf(name: string): HTMLElement {
  const row = [...document.querySelectorAll<HTMLElement>('.table-body [role="row"]')].find(element => element.textContent.includes(name));
  if (row === undefined) throw new Error(`No row ${name}`);
  return row;
}

describe('header', () => {
  test('shows facts, latency with interval, and every run as a dot', async () => {
    showPage('editor', pageState('ready'));
    await expect.element(page.getByText('4.09\u202fG', { exact: true })).toBeVisible();
    expect(document.querySelector('.hero')?.textContent).toMatch(/57\.6\s*ms\s*57\.1\s–\s58\.2/);
    expect(document.querySelectorAll('.run-strip .dots')).toHaveLength(40);
  });

  test('shows every one of very many runs, in elements that are not as many', () => {
    const state = pageState('ready');
    const { profile } = state;
    if (profile === undefined) throw new Error('The state has a profile.');
    const samplesMs = Float64Array.from({ length: 1268 }, (_, index) => 57 + (index % 10) / 10);
    showPage('editor', { ...state, profile: { ...profile, latency: { ...profile.latency, samplesMs } } });
    const paths = [...document.querySelectorAll('.run-strip .dots')].map(path => path.getAttribute('d') ?? '');
    expect(paths).toHaveLength(200);
    expect(paths.join('').match(/M/g)).toHaveLength(1268);
  });

  test('counts what lies in subgraphs beside the main graph', async () => {
    const state = pageState('ready');
    const { model } = state;
    if (model === undefined) throw new Error('The state has a model.');
    const totals = { ...model.analysis.totals, subgraphs: { macs: 1_460_000, params: 545_000 } };
    showPage('editor', { ...state, model: { ...model, analysis: { ...model.analysis, totals } } });
    await expect.element(page.getByText('+ 1.46\u202fM')).toBeVisible();
    await expect.element(page.getByText('+ 545\u202fk')).toBeVisible();
  });

  test('changes a dimension in place, and keeps the old value when the new one is no size', async () => {
    const { host } = showPage('editor', pageState('ready'));
    await page.getByRole('button', { name: 'batch=1' }).click();
    await userEvent.keyboard('8{Enter}');
    expect(host.dims).toEqual([{ batch: 8 }]);
    await page.getByRole('button', { name: 'batch=1' }).click();
    await userEvent.keyboard('0{Enter}');
    await expect.element(page.getByRole('alert')).toHaveTextContent('batch must be a whole number of at least 1.');
    expect(host.dims).toHaveLength(1);
  });

  test('says why the host refused a dimension', async () => {
    const { host } = showPage('editor', pageState('ready'));
    host.dimsError = 'batch must be at most 64.';
    await page.getByRole('button', { name: 'batch=1' }).click();
    await userEvent.keyboard('100{Enter}');
    await expect.element(page.getByRole('alert')).toHaveTextContent('batch must be at most 64.');
  });

  test('gives unnamed dimensions a letter from their role', async () => {
    showPage('editor', pageState('ready', 'textDetection'));
    await expect.element(page.getByRole('button', { name: 'H=640' })).toBeVisible();
    expect(document.querySelector('.dim')?.getAttribute('title')).toContain('N (dim 0 in the file)');
  });

  test('never shows an old time for a new shape', () => {
    const { store } = showPage('editor', pageState('stale'));
    expect(store.model.value?.columns.has('latencyMs')).toBe(false);
    expect(document.querySelector('.latency')?.textContent).toContain('other shape');
  });

  test('asks the host to run, to cancel and to optimize', async () => {
    const { host, store } = showPage('editor', pageState('ready'));
    await page.getByRole('button', { name: 'Run Again' }).click();
    await page.getByRole('button', { name: 'Optimize…' }).click();
    store.receive(pageState('profiling'));
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect(host.actions.map(({ kind }) => kind)).toEqual(['profile', 'openOptimize', 'cancelJob']);
    await expect.element(page.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '45');
  });
});

describe('states', () => {
  test('a bad file is explained, with ways on', async () => {
    const { host } = showPage('editor', pageState('failed'));
    await expect.element(page.getByRole('alert')).toHaveTextContent('it ends at byte 1,048,576 of 102,146,383');
    await page.getByRole('button', { name: 'Open as Hex' }).click();
    await page.getByRole('button', { name: 'Try Again' }).click();
    expect(host.actions.map(({ kind }) => kind)).toEqual(['openAsHex', 'reload']);
  });

  test('a crash names the node, and the static view goes on', async () => {
    const { host, store } = showPage('editor', pageState('crashed'));
    await expect.element(page.getByRole('alert')).toHaveTextContent('ONNX Runtime stopped (SIGSEGV)');
    await page.getByRole('button', { name: 'Retry Without Fusions' }).click();
    await page.getByRole('button', { name: '/layer1/layer1.1/relu/Relu' }).click();
    expect(host.actions).toEqual([{ kind: 'retryWithoutFusions' }, { kind: 'showInEditor', node: 12 }]);
    expect(store.columnOf(store.model.value)?.id).toBe('macs');
    expect(document.querySelectorAll('.table-body [role="row"]').length).toBeGreaterThan(10);
  });

  test('in Restricted Mode nothing can be run', async () => {
    const { host } = showPage('editor', pageState('restricted'));
    await expect.poll(() => document.querySelector('[data-action="profile"]')?.hasAttribute('disabled')).toBe(true);
    await page.getByRole('button', { name: 'Manage Workspace Trust' }).click();
    expect(host.actions).toEqual([{ kind: 'manageTrust' }]);
  });

  test('while a job runs no doubt about times is told, and no empty line stands there', async () => {
    const state = { ...pageState('ready'), profileIsStale: true };
    const { store } = showPage('editor', state);
    await expect.element(page.getByText(/No time for these shapes yet/)).toBeVisible();
    store.receive({ job: pageState('comparing').job });
    await expect.poll(() => document.querySelector('.editor-notes')).toBeNull();
  });

  test('a changed file says how old the results are', async () => {
    showPage('editor', pageState('changed'));
    await expect.element(page.getByText('resnet50.onnx changed on disk. Results are from 10:21.')).toBeVisible();
  });

  test('the skeleton is there from the first drawing on, as it was before the script ran', () => {
    showPage('editor', pageState('loading'));
    expect(document.querySelectorAll('[aria-busy="true"] .skeleton-rows .skeleton').length).toBeGreaterThan(0);
  });

  test('numbers that are counted later fill the rows that stand there, and the selection and the scroll stay', async () => {
    const { store } = showPage('editor', pageState('beginning'));
    const cell = (kind: string) => rowOf('0.conv2').querySelector(`.c-${kind}`)?.textContent;
    expect([cell('output'), cell('primary'), cell('share')]).toEqual(['–', '–', '']);
    expect(document.querySelector('.legend')).toBeNull();
    expect(document.querySelector('main')?.getAttribute('aria-busy')).toBe('true');
    await page.getByRole('row').filter({ hasText: '0.conv2' }).first().click();
    const table = document.querySelector('.table');
    table?.scrollTo({ top: 44 });
    const before = [...document.querySelectorAll('.table-body [role="row"]')].map(row => [row.id, row.getBoundingClientRect().top]);
    const selected = store.ui.value.selected;
    store.receive(pageState('static'));
    await expect.poll(() => cell('primary')).not.toBe('–');
    expect(cell('output')).toMatch(/×/);
    expect(document.querySelector('main')?.getAttribute('aria-busy')).toBe('false');
    expect(store.ui.value.selected).toBe(selected);
    expect(document.querySelector('.table')?.scrollTop).toBe(44);
    expect([...document.querySelectorAll('.table-body [role="row"]')].map(row => [row.id, row.getBoundingClientRect().top])).toEqual(
      before,
    );
  });

  test('first layers are shown as a table, and not where it shows layers in another order', async () => {
    const { store } = showPage('editor', pageState('beginning'), { ui: { view: undefined } });
    expect(store.shownView.value).toBe('layers');
    expect(rowOf('0.conv2').textContent).toContain('Conv');
    // Counts of the rows that are there already would be taken for those of the model.
    expect(document.querySelector('.unit-switch')).toBeNull();
    for (const change of [{ filter: 'op:Conv' }, { grouping: 'operators' }, { sort: { column: 'macs', descending: true } }] as const) {
      store.arrange({ ...INITIAL_UI, ...change });
      await expect.poll(() => document.querySelector('.table-body')).toBeNull();
      expect(document.querySelector('.skeleton-rows')).not.toBeNull();
    }
  });

  test('is drawn part by part where the page says so, the table first', async () => {
    const waiting: (() => void)[] = [];
    const { store } = showPage('editor', pageState('loading'), { later: draw => waiting.push(draw) });
    expect(document.querySelector('.skeleton-rows')).not.toBeNull();
    expect(document.querySelector('.find')).toBeNull();
    store.receive(pageState('static'));
    await expect.poll(() => document.querySelectorAll('.table-body [role="row"]').length).toBeGreaterThan(10);
    expect(document.querySelector('.spine canvas')).toBeNull();
    expect(document.querySelector('dl.facts')).toBeNull();
    while (waiting.length > 0) waiting.shift()?.();
    await expect.poll(() => document.querySelector('.spine canvas')).not.toBeNull();
    expect(document.querySelector('.find')).not.toBeNull();
    await expect.element(page.getByText('4.09\u202fG', { exact: true })).toBeVisible();
  });

  test('times fill in while a profile runs', async () => {
    const { store } = showPage('editor', pageState('profiling'));
    expect(store.columnOf(store.model.value)?.id).toBe('macs');
    store.receive(pageState('partial'));
    await expect.poll(() => store.columnOf(store.model.value)?.id).toBe('latencyMs');
    expect(rowOf('layer1').textContent).toContain('8.27\u202fms');
    await expect.element(page.getByText('provisional', { exact: true })).toBeVisible();
    store.receive({ ...pageState('static'), profileIsPartial: false });
    await expect.poll(() => store.columnOf(store.model.value)?.id).toBe('macs');
    await expect.element(page.getByText('not measured').first()).toBeVisible();
  });

  test('the times of the run before stay while the model runs again, and say so until they are replaced', async () => {
    const { job, profile } = pageState('partial');
    const { store } = showPage('editor', { ...pageState('ready'), phase: 'profiling', job });
    await expect.element(page.getByText('run before', { exact: true })).toBeVisible();
    const before = rowOf('layer1').textContent;
    store.receive({ profile, profileIsPartial: true });
    await expect.element(page.getByText('provisional', { exact: true })).toBeVisible();
    store.receive({ profile: pageState('ready').profile, profileIsPartial: false, job: undefined, phase: 'ready' });
    await expect.poll(() => document.querySelector('.latency .tag')).toBeNull();
    expect(rowOf('layer1').textContent).toBe(before);
  });
});

describe('toolbar', () => {
  test.each([860, 900, 1000, 1059, 1060, 1212])('has all its parts within a page of %i pixels', async width => {
    await page.viewport(width, 860);
    showPage('editor', pageState('ready'));
    await expect.element(page.getByRole('button', { name: 'Export' })).toBeVisible();
    const tools = document.querySelector('.editor-tools')!.getBoundingClientRect();
    const find = document.querySelector('.find')!.getBoundingClientRect();
    expect(tools.height).toBe(36);
    expect(find.right).toBeLessThanOrEqual(tools.right);
    expect(find.width).toBeGreaterThanOrEqual(110);
  });
});

describe('the first view', () => {
  test('is the graph, but the table to a screen reader', async () => {
    const { store } = showPage('editor', pageState('ready'), { ui: { view: undefined } });
    await expect.element(page.getByRole('tree', { name: 'Graph of the model' })).toBeInTheDocument();
    expect(store.shownView.value).toBe('graph');
    document.body.classList.add('vscode-using-screen-reader');
    try {
      expect(showPage('editor', pageState('ready'), { ui: { view: undefined } }).store.shownView.value).toBe('layers');
    } finally {
      document.body.classList.remove('vscode-using-screen-reader');
    }
  });
});

describe('keys', () => {
  test('switch views and metrics, and share the metric', async () => {
    const { store, host } = showPage('editor', pageState('ready'));
    await userEvent.keyboard('2');
    expect(store.ui.value.view).toBe('map');
    await userEvent.keyboard('3');
    expect(store.ui.value.view).toBe('layers');
    await userEvent.keyboard('m');
    expect(host.shared.at(-1)).toEqual({ counter: 1, selected: undefined, metric: 'macs', variant: undefined });
    await userEvent.keyboard('{Shift>}M{/Shift}');
    expect(host.shared.at(-1)?.metric).toBe('latencyMs');
  });

  test('are all in the help, which scrolls where it does not fit', async () => {
    await page.viewport(606, 454);
    showPage('editor', pageState('ready'));
    await userEvent.keyboard('?');
    const help = page.getByRole('dialog', { name: 'Keyboard' });
    await expect.element(help).toBeVisible();
    const named = [...document.querySelectorAll('.key-help .kbd')].flatMap(({ textContent }) => textContent.split(/ or |, | (?=\S)/));
    const map =
      '1 2 3 4 5 6 / Ctrl+F M Shift+M ← → ↑ ↓ Home End PageUp PageDown Enter Escape Space * Shift+* + − 0 F H Shift+H G L T K D R C W S A O Shift+R Ctrl+C ?';
    expect(map.split(' ').filter(key => !named.includes(key))).toEqual([]);
    const box = help.element().getBoundingClientRect();
    expect(box.bottom).toBeLessThanOrEqual(454);
  });

  test('walk through layers from the hottest', async () => {
    const { store } = showPage('editor', pageState('ready'));
    await userEvent.keyboard('h');
    const hottest = store.model.value?.layers.find(({ key }) => key === store.ui.value.selected);
    expect(hottest?.name).toBe('layer4.1.conv2');
    await expect.element(page.getByRole('heading', { name: 'layer4.1.conv2' })).toBeVisible();
    await userEvent.keyboard('{Escape}');
    expect(store.ui.value.selected).toBeUndefined();
  });

  test('act as soon as the page is drawn', () => {
    const { store } = showPage('editor', pageState('ready'));
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'm' }));
    expect(store.ui.value.metric).toBe('macs');
  });

  test('find with a slash; Enter goes to the next hit, Escape back', async () => {
    const { store } = showPage('editor', pageState('ready'));
    await expect.element(page.getByRole('textbox', { name: 'Find layer' })).toBeVisible();
    await userEvent.keyboard('/');
    await expect.poll(() => document.activeElement?.classList.contains('find')).toBe(true);
    await userEvent.keyboard('conv2{Enter}');
    expect(store.model.value?.layers.find(({ key }) => key === store.ui.value.selected)?.name).toBe('layer1.0.conv2');
    await userEvent.keyboard('{Enter}');
    expect(store.model.value?.layers.find(({ key }) => key === store.ui.value.selected)?.name).toBe('layer1.1.conv2');
    await userEvent.keyboard('{Escape}');
    expect(store.ui.value.filter).toBe('');
  });

  test('do not act while a text is written', async () => {
    const { store, host } = showPage('editor', pageState('ready'));
    await page.getByLabelText('Filter layers').click();
    await userEvent.keyboard('mo23');
    expect(store.ui.value.filter).toBe('mo23');
    expect(store.ui.value.view).toBe('layers');
    expect(host.actions).toEqual([]);
  });

  test('are listed with a question mark', async () => {
    showPage('editor', pageState('ready'));
    await userEvent.keyboard('?');
    await expect.element(page.getByRole('dialog', { name: 'Keyboard' })).toHaveTextContent('Next metric');
    await userEvent.keyboard('{Escape}');
    expect(document.querySelector('[role="dialog"]')).toBeNull();
  });
});

describe('spine', () => {
  test('is a listbox for the keyboard', async () => {
    const { store, host } = showPage('editor', pageState('ready'), { ui: { selected: CONV2 } });
    const spine = page.getByRole('listbox', { name: 'Layers in execution order' });
    spine.element().focus();
    await userEvent.keyboard('{ArrowRight}');
    const selected = store.model.value?.layers.find(({ key }) => key === store.ui.value.selected);
    expect(selected?.name).toBe('layer4.0.downsample.0');
    expect(host.shared.at(-1)).toEqual({ counter: 1, selected: 102, metric: 'latencyMs' });
    const active = document.getElementById(spine.element().getAttribute('aria-activedescendant') ?? '');
    expect(active?.textContent).toBe('layer4.0.downsample.0, Conv 1×1 /2, 47 of 58, 1.91 milliseconds, 3.4 percent, rank 4');
  });

  test('selects by a click and brushes by a drag', async () => {
    const { store } = showPage('editor', pageState('ready'));
    const box = document.querySelector('.spine-box');
    const bounds = box?.getBoundingClientRect();
    if (box === null || bounds === undefined) throw new Error('No spine');
    await expect.poll(() => box.getBoundingClientRect().width).toBeGreaterThan(300);
    const at = (share: number) => ({ clientX: bounds.x + bounds.width * share, clientY: bounds.y + 20, bubbles: true, pointerId: 1 });
    box.setPointerCapture = () => undefined;
    const send = (type: string, share: number) => box.dispatchEvent(new PointerEvent(type, at(share)));
    send('pointerdown', 0.001);
    send('pointerup', 0.001);
    expect(store.ui.value.selected).toBe(0);
    send('pointerdown', 0.1);
    send('pointermove', 0.3);
    await new Promise(requestAnimationFrame);
    send('pointerup', 0.3);
    expect(store.brush.value).toEqual([5, 18]);
    await expect.element(page.getByText(/^13 of 58 kernels/)).toBeVisible();
  });
});

describe('table', () => {
  test('shows sections with sums, and layers below them', () => {
    showPage('editor', pageState('ready'));
    expect(rowOf('layer1').textContent).toContain('8.27\u202fms');
    expect(rowOf('0.conv2').textContent).toContain('Conv 3×3 + Relu');
  });

  test('moves, opens and closes by keys', async () => {
    const { store } = showPage('editor', pageState('ready'), { ui: { selected: 3 } });
    const table = page.getByRole('treegrid');
    table.element().focus();
    await userEvent.keyboard('{ArrowRight}');
    expect(store.isToggled('layer:3')).toBe(true);
    expect(rowOf('/layer1/layer1.0/relu/Relu').textContent).toContain('no time of its own');
    await userEvent.keyboard('{ArrowLeft}{ArrowDown}');
    expect(store.ui.value.selected).toBe(5);
    await userEvent.keyboard('{End}');
    await expect.poll(() => store.ui.value.selected).toBe(121);
    await userEvent.keyboard('{Home}');
    const first = document.getElementById(table.element().getAttribute('aria-activedescendant') ?? '');
    await expect.poll(() => first?.isConnected).toBe(true);
  });

  test('sorts by a column, first descending, then ascending, then as it ran', async () => {
    showPage('editor', pageState('ready'));
    const head = page.getByRole('columnheader', { name: /^Latency/ });
    await page.getByTitle('Sort by Latency').click();
    await expect.element(head).toHaveAttribute('aria-sort', 'descending');
    expect(document.querySelector('.table-body [role="row"]')?.textContent).toContain('layer4.1.conv2');
    await page.getByTitle('Sort by Latency').click();
    await expect.element(head).toHaveAttribute('aria-sort', 'ascending');
    await page.getByTitle('Sort by Latency').click();
    await expect.element(head).toHaveAttribute('aria-sort', 'none');
  });

  test('filters by what is typed, and says what is left', async () => {
    showPage('editor', pageState('ready'));
    await page.getByLabelText('Filter layers').fill('op:Conv latency>2ms');
    await expect.element(page.getByText(/^3 of 58 kernels, 6\.1\d.ms, 11.%$/)).toBeVisible();
    await page.getByLabelText('Filter layers').fill('lat>1ms');
    await expect.element(page.getByRole('alert')).toHaveTextContent('Unknown field: lat.');
    await page.getByLabelText('Filter layers').fill('op:None');
    await page.getByRole('button', { name: 'Clear Filter' }).click();
    await expect.element(page.getByRole('treegrid')).toBeVisible();
  });

  test('toggles operators by chips', async () => {
    const { store } = showPage('editor', pageState('ready'));
    await page.getByRole('button', { name: 'Conv 53' }).click();
    expect(store.ui.value.filter).toBe('op:Conv');
    await expect.element(page.getByRole('button', { name: 'Conv 53' })).toHaveAttribute('aria-pressed', 'true');
    await page.getByRole('button', { name: 'Conv 53' }).click();
    expect(store.ui.value.filter).toBe('');
  });

  test('shows layers, kernels or nodes, and finds the selection in each', async () => {
    const { store } = showPage('editor', pageState('ready'), { ui: { selected: CONV2 } });
    await page.getByRole('radio', { name: 'Nodes 122' }).click();
    await expect.poll(() => document.querySelector('.table-row.selected')?.textContent).toContain('layer4.0.conv2'.slice(7));
    await page.getByRole('radio', { name: 'Layers 57' }).click();
    expect(store.ui.value.unit).toBe('layers');
    await expect.poll(() => document.querySelector('.table-row.selected')?.textContent).toContain('0.conv2');
  });

  test('keeps only what is on screen in the document', () => {
    showPage('editor', pageState('ready', 'textDetection'), { ui: { unit: 'nodes' } });
    const rows = document.querySelectorAll('.table-body [role="row"]').length;
    expect(rows).toBeGreaterThan(10);
    expect(rows).toBeLessThan(80);
    expect(page.getByRole('treegrid').element().getAttribute('aria-rowcount')).toBe('339');
  });

  test('shows names of a model as text, never as markup', () => {
    const state = pageState('ready');
    const { model } = state;
    if (model === undefined) throw new Error('No model');
    const hostile = '<img src=x onerror=alert(1)>';
    const layerNames = model.analysis.hierarchy.layerNames.map((name, node) => (node === 0 ? hostile : name));
    const analysis = { ...model.analysis, hierarchy: { ...model.analysis.hierarchy, layerNames } };
    showPage('editor', { ...state, model: { ...model, analysis } });
    expect(document.querySelector('#root img')).toBeNull();
    expect(rowOf(hostile)).toBeDefined();
  });
});

describe('map', () => {
  test('selects a layer by a click on its cell', async () => {
    const { store } = showPage('editor', pageState('ready'), { ui: { view: 'map' } });
    const canvas = document.querySelector<HTMLCanvasElement>('.map-box canvas');
    await expect.poll(() => canvas?.width).toBeGreaterThan(100);
    canvas?.dispatchEvent(
      new MouseEvent('click', {
        bubbles: true,
        clientX: canvas.getBoundingClientRect().x + 40,
        clientY: canvas.getBoundingClientRect().y + 60,
      }),
    );
    expect(store.ui.value.selected).toBeDefined();
  });

  test('offers another colour while area and colour are the same, and Backspace leaves a group from anywhere', async () => {
    const state = pageState('ready');
    if (state.model === undefined || state.profile === undefined) throw new Error('The state has a profile.');
    const roofline = sampleRoofline(state.model, state.profile, CONV2);
    const { store } = showPage('editor', { ...state, roofline }, { ui: { view: 'map', mapSection: 'layer4' } });
    await page.getByRole('button', { name: 'Color by % of roofline' }).click();
    expect(store.metric.value).toBe('ofLimit');
    await expect.poll(() => document.querySelector('.map-head')?.textContent).not.toContain('Color by');
    await userEvent.click(page.getByRole('tab', { name: /Map/ }));
    await userEvent.keyboard('{Backspace}');
    expect(store.ui.value.mapSection).toBeUndefined();
  });

  test('icicle names the layer under the pointer, and a click on a group shows it alone', async () => {
    const { store } = showPage('editor', pageState('ready'), { ui: { view: 'map', mapForm: 'icicle' } });
    await expect.poll(() => document.querySelector('.map-box canvas')?.clientHeight).toBeGreaterThan(100);
    const canvas = document.querySelector('.map-box canvas');
    const { left = 0, top = 0, height = 0 } = canvas?.getBoundingClientRect() ?? {};
    const at = (type: string, x: number, y: number) =>
      canvas?.dispatchEvent(new MouseEvent(type, { clientX: left + x, clientY: top + y, bubbles: true }));
    at('mousemove', 400, height * 0.86);
    await expect.poll(() => document.querySelector('.map-card')?.textContent).toMatch(/layer4\..*ms/);
    at('click', 400, height * 0.86);
    expect(store.ui.value.selected).toBeDefined();
    at('click', 120, height * 0.86);
    expect(store.ui.value.mapSection).toBe('layer4');
  });

  test('is a tree for the keyboard; Enter zooms into a group, Backspace goes back', async () => {
    const { store } = showPage('editor', pageState('ready'), { ui: { view: 'map' } });
    page.getByRole('tree').element().focus();
    await userEvent.keyboard('{ArrowDown}');
    expect(store.ui.value.selected).toBe(0);
    await userEvent.keyboard('{ArrowUp}{Enter}');
    expect(store.ui.value.mapSection).toBe('stem');
    await userEvent.keyboard('{Backspace}');
    expect(store.ui.value.mapSection).toBeUndefined();
  });
});

describe('details', () => {
  test('say what runs, why it is slow, and what applies', async () => {
    const { host } = showPage('editor', pageState('ready'), { ui: { selected: CONV2 } });
    await expect.element(page.getByText('Why it is slow')).toBeVisible();
    expect(document.querySelector('.details')?.textContent).toContain('Reaches 113 GFLOP/s');
    await page.getByRole('button', { name: 'Quantize' }).click();
    expect(host.actions).toEqual([{ kind: 'openOptimize', pass: 'quantize-static', layers: [99] }]);
  });

  test('cite what a variant that was measured took for the layer', async () => {
    const { host } = showPage('editor', pageState('ready'), { ui: { selected: CONV2 } });
    await expect.poll(() => document.querySelector('.applies')?.textContent).toMatch(/measured in int8: 1\.35\u202fms · lossy/);
    expect(host.differences).toHaveLength(1);
  });

  test('stand in one order, and each section closes and stays closed', async () => {
    const { store } = showPage('editor', pageState('ready'), { ui: { selected: CONV2 } });
    const titles = () => [...document.querySelectorAll('.details .disclosure-head')].map(({ textContent }) => textContent);
    await expect
      .poll(titles)
      .toEqual([
        ...['Runs as', 'Why it is slow', 'Applies here', 'Facts', 'Weights', 'Attributes', 'Inputs and outputs'],
        ...['Timed alone', 'As a model of its own'],
      ]);
    await page.getByRole('button', { name: 'Why it is slow' }).click();
    await expect.poll(() => document.querySelector('.details')?.textContent).not.toContain('Reaches 113 GFLOP/s');
    store.select(97);
    await expect.element(page.getByRole('heading', { name: 'layer4.0.conv1' })).toBeVisible();
    await expect.element(page.getByRole('button', { name: 'Why it is slow' })).toHaveAttribute('aria-expanded', 'false');
  });

  test('read weights and attributes only when opened', async () => {
    showPage('editor', pageState('ready'), { ui: { selected: CONV2 } });
    expect(document.querySelector('.histogram')).toBeNull();
    await page.getByRole('region', { name: 'Details' }).getByRole('button', { name: 'Weights' }).click();
    await expect.element(page.getByRole('img', { name: /^Weights from −0\.241 to 0\.263/ })).toBeVisible();
    await expect.element(page.getByRole('img', { name: 'Range of each of 512 output channels' })).toBeVisible();
    await expect.element(page.getByText('sample of 1.00\u202fM')).toBeVisible();
    await page.getByRole('button', { name: 'Attributes' }).click();
    await expect.element(page.getByText('kernel_shape')).toBeVisible();
  });

  test('show charts of weights as tables', async () => {
    showPage('editor', pageState('ready'), { ui: { selected: CONV2, panes: { weights: true } } });
    const values = page.getByRole('img', { name: /^Weights from/ });
    await expect.element(values).toBeVisible();
    await page.getByRole('button', { name: 'Show as table' }).first().click();
    const table = page.getByRole('grid', { name: /^Weights from/ });
    await expect.element(table).toHaveAttribute('aria-rowcount', '50');
    expect(table.getByRole('row').nth(1).element().textContent).toMatch(/^−0\.241 … −0\.231\d+/);
    expect(values.query()).toBeNull();
    await page.getByRole('button', { name: 'Show as table' }).first().click();
    await expect.element(page.getByRole('grid', { name: 'Range of each of 512 output channels' })).toHaveAttribute('aria-rowcount', '513');
    await page.getByRole('button', { name: 'Show as chart' }).first().click();
    await expect.element(values).toBeVisible();
  });

  test('show the grid of a weight in 8 bits, and what lies at its ends', async () => {
    const { host, store } = showPage('editor', pageState('ready'), { ui: { selected: 97, panes: { weights: true } } });
    await expect.element(page.getByRole('img', { name: /^Weights from/ })).toBeVisible();
    expect(document.querySelector('.histogram .grid')).toBeNull();
    host.weightDtype = 'int8';
    store.select(CONV2);
    await expect.element(page.getByText(/^codes −128 to 127, 0\.40\u202f% at an end of the grid$/)).toBeVisible();
    expect(document.querySelector('.histogram .grid')?.getAttribute('d')?.split('M').length).toBeGreaterThan(40);
  });

  test('compute what few bits cost a weight when asked, for one layer', async () => {
    const { store } = showPage('editor', pageState('ready'), { ui: { selected: CONV2, panes: { weights: true } } });
    const errors = page.getByRole('group', { name: 'Quantization error of the weight' });
    expect(errors.elements()).toHaveLength(0);
    await page.getByRole('button', { name: 'Preview 8 and 4 Bits' }).click();
    await expect.element(errors).toHaveTextContent(/8 bits SQNR 41\.3.dB, largest error 0\.00102symmetric, a scale per channel/);
    await expect.element(errors).toHaveTextContent(/worst channel 17: 15\.7.dB/);
    store.select(3);
    await expect.element(page.getByRole('button', { name: 'Preview 8 and 4 Bits' })).toBeVisible();
  });

  test('write a layer with what runs with it as a model of its own', async () => {
    const { host, store } = showPage('editor', pageState('ready'), { ui: { selected: CONV2 } });
    await page.getByRole('button', { name: 'Extract as New Model' }).click();
    expect(host.actions).toEqual([{ kind: 'extractLayers', nodes: expect.arrayContaining([CONV2]) as unknown }]);
    store.receive({ trust: 'restricted' });
    await expect.element(page.getByRole('button', { name: 'Extract as New Model' })).toBeDisabled();
  });

  test('have a layer timed alone, with progress and cancel', async () => {
    const { host, store } = showPage('editor', pageState('ready'), { ui: { selected: CONV2 } });
    await page.getByRole('button', { name: 'Time This Layer Alone' }).click();
    expect(host.actions).toEqual([{ kind: 'timeLayer', node: CONV2 }]);
    const progress = { phase: 'Time alone', fraction: 0.4, detail: 'form 3 of 8', steps: [] };
    store.receive({ job: { id: 4, kind: 'layer', title: 'Timing a Layer Alone', progress } });
    const section = page.getByRole('region', { name: 'Details' });
    await expect.element(section.getByText('form 3 of 8')).toBeVisible();
    await section.getByRole('button', { name: 'Cancel' }).click();
    expect(host.actions.at(-1)).toEqual({ kind: 'cancelJob' });
  });

  test('show what a layer takes alone, in INT8 and with other widths, on that layer only', async () => {
    const { store } = showPage('editor', { ...pageState('ready'), layerTiming: sampleLayerTiming(CONV2) }, { ui: { selected: CONV2 } });
    await expect.element(page.getByRole('row', { name: 'INT8 inside' })).toHaveTextContent('3.20× faster');
    await expect.element(page.getByRole('row', { name: '62 channels' })).toHaveTextContent('1.49× slower');
    const text = document.querySelector('.timed-alone')?.textContent;
    expect(text).toContain('INT8 inside, between integer layers: 3.20× faster.');
    expect(text).toContain('Of its output channels 62 take more time than 64.');
    expect(text).toContain('73\u202f% of compute');
    store.select(97);
    await expect.element(page.getByRole('button', { name: 'Time This Layer Alone' })).toBeVisible();
    expect(document.querySelector('.timed-alone table')).toBeNull();
  });

  test('time nothing in Restricted Mode', async () => {
    const { host } = showPage('editor', pageState('restricted'), { ui: { selected: CONV2 } });
    await expect.element(page.getByText('Time This Layer Alone')).toBeVisible();
    document.querySelector<HTMLElement>('[data-action="time-layer"]')?.click();
    expect(host.actions).toEqual([]);
  });

  test('lead to the neighbours of a layer', async () => {
    const { store } = showPage('editor', pageState('ready'), { ui: { selected: CONV2, panes: { tensors: true } } });
    await page.getByRole('button', { name: 'layer4.0.conv1' }).click();
    expect(store.ui.value.selected).toBe(97);
  });
});

describe('details by keys', () => {
  const DOWNSAMPLE = 102;
  const VIEWS = [
    ['graph', 'tree', 'Graph of the model'],
    ['map', 'tree', 'Where it goes'],
    ['layers', 'treegrid', 'Model by kernels'],
    ['timeline', 'listbox', 'Kernels in execution order'],
    ['roofline', 'listbox', 'Layers by arithmetic intensity'],
    ['layers', 'listbox', 'Layers in execution order'],
  ] as const;

  test.each(VIEWS)('Enter opens the drawer from %s, %s %s, and Escape gives the focus back', async (view, role, name) => {
    await page.viewport(860, 700);
    const state = pageState('ready');
    if (state.model === undefined || state.profile === undefined) throw new Error('The state has a profile.');
    const roofline = sampleRoofline(state.model, state.profile, CONV2);
    showPage('editor', { ...state, roofline }, { ui: { view, selected: DOWNSAMPLE } });
    const twin = page.getByRole(role, { name });
    await expect.element(twin).toBeInTheDocument();
    twin.element().focus();
    await expect
      .poll(async () => {
        await userEvent.keyboard('{Enter}');
        return document.querySelector('.details.drawer h2[title]')?.textContent;
      })
      .toBe('layer4.0.downsample.0');
    await expect.poll(() => document.activeElement?.className).toBe('details-body');
    // Where the pointer rests on a layer, its card closes first.
    await expect
      .poll(async () => {
        await userEvent.keyboard('{Escape}');
        return document.querySelector('.details');
      })
      .toBeNull();
    expect(document.activeElement).toBe(twin.element());
  });

  test('Enter leads to the pane beside a wide view, which it opens', async () => {
    showPage('editor', pageState('ready'), { ui: { selected: DOWNSAMPLE, detailsOpen: false } });
    page.getByRole('listbox', { name: 'Layers in execution order' }).element().focus();
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => document.activeElement?.className).toBe('details-body');
  });

  test('D leaves nothing open that cannot be seen, and a drawer does not close the pane of a wide page', async () => {
    const { store } = showPage('editor', pageState('ready'), { ui: { selected: DOWNSAMPLE } });
    await userEvent.keyboard('dd');
    expect(store.overlay.value).toBeUndefined();
    expect(store.ui.value.detailsOpen).toBe(true);
    await page.viewport(860, 700);
    await expect.poll(() => store.isNarrow.value).toBe(true);
    await userEvent.keyboard('d');
    expect([store.overlay.value, store.ui.value.detailsOpen]).toEqual(['drawer', true]);
    await page.viewport(1212, 860);
    await expect.poll(() => store.overlay.value).toBeUndefined();
    await userEvent.keyboard('{Escape}');
    expect(store.ui.value.selected).toBeUndefined();
  });
});

describe('cards', () => {
  test.each([
    ['Layers in execution order', 'layers', '.spine-card'],
    ['Where it goes', 'map', '.map-card'],
    ['Kernels in execution order', 'timeline', '.chart-card'],
    ['Layers by arithmetic intensity', 'roofline', '.chart-card'],
  ] as const)('of %s open on the focus, and Escape closes them until the next', async (name, view, card) => {
    const state = pageState('ready');
    if (state.model === undefined || state.profile === undefined) throw new Error('The state has a profile.');
    const roofline = sampleRoofline(state.model, state.profile, CONV2);
    const { store } = showPage('editor', { ...state, roofline }, { ui: { view, selected: CONV2 } });
    const twin = page.getByRole(view === 'map' ? 'tree' : 'listbox', { name });
    await expect.element(twin).toBeInTheDocument();
    twin.element().focus();
    await userEvent.keyboard('{ArrowRight}');
    await expect.poll(() => document.querySelector(card)?.textContent ?? '').toMatch(/ms|µs/);
    const { selected } = store.ui.value;
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => document.querySelector(card)).toBeNull();
    expect(store.ui.value.selected).toBe(selected);
    await userEvent.keyboard('{ArrowLeft}');
    await expect.poll(() => document.querySelector(card)).not.toBeNull();
  });

  test('the layer under the pointer is marked in the table and in the comparison as well', async () => {
    const { store } = showPage('editor', pageState('ready'));
    store.hovered.value = store.model.value?.layers.findIndex(({ name }) => name === 'layer1.0.conv2');
    await expect.poll(() => document.querySelector('.table-row.hovered')?.textContent).toContain('0.conv2');
    await userEvent.hover(rowOf('0.conv3'));
    await expect.poll(() => store.model.value?.layers[store.hovered.value ?? -1]?.name).toBe('layer1.0.conv3');
    store.arrange({ unit: 'nodes' });
    store.hovered.value = 2;
    const key = store.model.value?.layers[2]?.key;
    await expect.poll(() => document.querySelector('.table-row.hovered .c-number')?.textContent).toBe(String((key ?? 0) + 1));
  });
});

describe('metrics', () => {
  test('are chosen from a list with groups', async () => {
    const { store } = showPage('editor', pageState('ready'));
    await page.getByRole('button', { name: 'Color by Latency' }).click();
    await page.getByRole('option', { name: 'Parameters' }).click();
    expect(store.metric.value).toBe('params');
    await expect.element(page.getByRole('columnheader', { name: 'Params' })).toBeVisible();
  });
});

describe('shared state', () => {
  test('follows the host, and drops its own echo', () => {
    const { store, host } = showPage('editor', pageState('ready'));
    store.receive({ shared: { counter: 7, selected: CONV2, metric: 'macs', variant: undefined } });
    expect([store.ui.value.selected, store.metric.value]).toEqual([CONV2, 'macs']);
    store.select(3);
    expect(host.shared.at(-1)?.counter).toBe(8);
    store.receive({ shared: { counter: 8, selected: CONV2, metric: 'macs', variant: undefined } });
    expect(store.ui.value.selected).toBe(3);
  });
});

describe('columns and groups of the table', () => {
  test('are chosen in a menu that stays open, by mouse and by keys', async () => {
    const state = pageState('ready');
    if (state.model === undefined) throw new Error('The state has a model.');
    const { store } = showPage('editor', { ...state, sparsity: sampleSparsity(state.model) });
    const heads = () => [...document.querySelectorAll('[role="columnheader"]')].map(({ textContent }) => textContent);
    await page.getByRole('button', { name: 'Columns and groups' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Zeros' }).click();
    await expect.poll(heads).toContain('Zeros');
    expect(rowOf('layer1').textContent).toContain('25.0\u202f%');
    await userEvent.keyboard('{Home}{ArrowDown}{ArrowDown}');
    await page.getByRole('menuitemcheckbox', { name: 'MACs', exact: true }).click();
    await expect.poll(heads).not.toContain('MACs');
    await page.getByRole('menuitemradio', { name: 'Operators' }).click();
    await expect.poll(() => document.querySelectorAll('.table-body [role="row"]').length).toBeLessThan(10);
    await userEvent.keyboard('{Escape}');
    expect(store.overlay.value).toBeUndefined();
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Columns and groups');
  });

  test('change a dimension among all facts as in the header', async () => {
    const { host } = showPage('editor', pageState('ready'));
    await page.getByRole('button', { name: 'All model facts' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'batch=1' }).click();
    await userEvent.keyboard('4{Enter}');
    expect(host.dims).toEqual([{ batch: 4 }]);
    expect(document.querySelector('.facts-popover')?.contains(document.activeElement)).toBe(true);
    await userEvent.click(document.querySelector('.hero') ?? document.body);
    await expect.poll(() => document.querySelector('.facts-popover')).toBeNull();
  });

  test('are all reached at every width, and one that is too long for its room ends in an ellipsis', async () => {
    const state = pageState('ready');
    const { model } = state;
    const [input] = model?.analysis.inputs ?? [];
    if (model === undefined || input === undefined) throw new Error('The state has a model with an input.');
    const inputs = [{ ...input, name: 'a_very_long_name_of_an_input_'.repeat(4) }];
    showPage('editor', { ...state, model: { ...model, analysis: { ...model.analysis, inputs } } });
    await page.viewport(700, 500);
    const value = document.querySelector('.facts .fact dd');
    const room = document.querySelector('.facts')?.getBoundingClientRect();
    expect(value?.getBoundingClientRect().right).toBeLessThanOrEqual(room?.right ?? 0);
    expect(getComputedStyle(value ?? document.body).textOverflow).toBe('ellipsis');
    await page.viewport(500, 500);
    await page.getByRole('button', { name: 'All model facts' }).click();
    await expect.element(page.getByRole('dialog')).toHaveTextContent('MACs');
  });

  test('say how their numbers are counted', async () => {
    const { host } = showPage('editor', pageState('static'));
    expect(document.querySelector('[role="columnheader"] button[title^="Multiply-accumulates"]')).not.toBeNull();
    await page.getByRole('button', { name: 'All model facts' }).click();
    expect(document.querySelector('.facts-popover')?.textContent).toMatch(/Prepacked weights.*estimated/);
    await page.getByRole('button', { name: 'How these are counted' }).click();
    expect(host.actions).toEqual([{ kind: 'showCounting', section: 'how-things-are-counted' }]);
  });
});

describe('a decoder', () => {
  test('has its two scenarios beside the sizes', async () => {
    const state = pageState('static');
    const { model } = state;
    if (model === undefined) throw new Error('The state has a model.');
    const totals = { ...model.analysis.totals, macs: 85e6 };
    const scenarios: ModelView['scenarios'] = [
      { name: 'prefill', tokens: 128, pastTokens: 0, dims: { batch: 1, past: 0 }, totals: { ...totals, macs: 11e9 } },
      { name: 'decode', tokens: 1, pastTokens: 128, dims: { batch: 1, past: 128 }, totals },
    ];
    const dims = [...model.analysis.dims, { name: 'past', value: 0, suggested: undefined }];
    const { host } = showPage('editor', { ...state, model: { ...model, scenarios, analysis: { ...model.analysis, dims } } });
    await expect.element(page.getByRole('radio', { name: 'Prefill' })).toHaveAttribute('aria-checked', 'true');
    await page.getByRole('radio', { name: 'Decode' }).click();
    expect(host.dims).toEqual([{ batch: 1, past: 128 }]);
    await page.getByRole('button', { name: 'All model facts' }).click();
    expect(document.querySelector('.facts-popover')?.textContent).toMatch(/Decode.*1 token, 128 in the cache: 85\.0\u202fM MACs/);
  });
});

describe('control flow and sizes that depend on the data', () => {
  test('say what a run made of them', async () => {
    const state = pageState('ready');
    const { model, profile } = state;
    if (model === undefined || profile === undefined) throw new Error('The state has a model and a profile.');
    const body = { node: CONV2, attribute: 'body', nodes: 3, macs: 1e6, flops: 2e6, params: 0, weightBytes: 0, activationBytes: 4000 };
    const tensors = model.analysis.tensors.map((facts, tensor) =>
      tensor === model.outputs[CONV2] ? { ...facts, symbolic: [1, 512, `Loop_${CONV2}.trips`, 7] } : facts,
    );
    const analysis = { ...model.analysis, bodies: [body], tensors, measuredDims: [{ name: `Loop_${CONV2}.trips`, value: 7 }] };
    const kernels = profile.kernels.map(kernel =>
      kernel.anchor === CONV2 ? { ...kernel, bodies: [{ attribute: 'body', executions: 7 }] } : kernel,
    );
    showPage('editor', { ...state, model: { ...model, analysis }, profile: { ...profile, kernels } }, { ui: { selected: CONV2 } });
    await expect.element(page.getByText('ran 7 times in a run, measured')).toBeVisible();
    expect(document.querySelector('.details-body')?.textContent).toContain('3 nodes, 1.00\u202fM MACs');
    await expect
      .poll(() => document.querySelector('.table-row.selected .c-output [title]')?.getAttribute('title'))
      .toBe(`Measured in a run: Loop_${CONV2}.trips = 7`);
  });

  test('show what ran in bodies below their layer and in its details', async () => {
    const state = pageState('ready');
    const { model, profile } = state;
    if (model === undefined || profile === undefined) throw new Error('The state has a model and a profile.');
    const body = { node: CONV2, attribute: 'body', nodes: 3, macs: 1e6, flops: 2e6, params: 0, weightBytes: 0, activationBytes: 4000 };
    const holder = profile.kernels.find(({ anchor }) => anchor === CONV2);
    if (holder === undefined) throw new Error('The layer has a kernel.');
    const part = { ...holder, covers: [], anchor: undefined, executions: 7, body: 'body' };
    const inside = [
      { ...part, id: 0, op: 'Tanh', name: 'inner/tanh', medianMs: holder.medianMs / 2 },
      { ...part, id: 1, op: 'MatMul', name: 'inner/product', medianMs: holder.medianMs / 4 },
    ];
    const kernels = profile.kernels.map(kernel => (kernel === holder ? { ...kernel, inside, ownMs: kernel.medianMs / 4 } : kernel));
    const changed = { ...state, model: { ...model, analysis: { ...model.analysis, bodies: [body] } }, profile: { ...profile, kernels } };
    showPage('editor', changed, { ui: { selected: CONV2 } });
    const lines = page.getByRole('list', { name: 'Time in its bodies' });
    await expect.element(lines.getByText('inner/product')).toBeVisible();
    expect(lines.element().textContent).toMatch(/Tanh inner\/tanh7 times.*itself/);
    await page.getByRole('treegrid').click({ position: { x: 5, y: 5 } });
    await userEvent.keyboard('{ArrowRight}');
    await expect.poll(() => document.querySelector('.table-row.selected')?.getAttribute('aria-expanded')).toBe('true');
    document.querySelector('.table')?.scrollBy(0, 200);
    await expect
      .poll(() => [...document.querySelectorAll('.table-row.inside .c-layer')].map(cell => cell.textContent))
      .toEqual(['Tanh7 timesinner/tanh', 'MatMul7 timesinner/product']);
  });
});

describe('roofline', () => {
  function measured() {
    const state = pageState('ready');
    const { model, profile } = state;
    if (model === undefined || profile === undefined) throw new Error('The state has a model and a profile.');
    return { ...state, roofline: sampleRoofline(model, profile, CONV2) };
  }

  test('is a measured metric, low is hot, and a column of the table', async () => {
    showPage('editor', measured());
    await page.getByRole('columnheader', { name: 'Roofline' }).click();
    expect(rowOf('layer3').textContent).toContain('50\u202f%');
    expect([...document.querySelectorAll('.table-body .cell')].some(cell => cell.textContent === '>100\u202f%')).toBe(true);
    await page.getByRole('button', { name: /^Color by/ }).click();
    await page.getByRole('group', { name: 'Measured', exact: true }).getByRole('option', { name: '% of roofline' }).click();
    const ends = [...document.querySelectorAll('.legend > .nowrap')].map(({ textContent }) => textContent);
    expect(ends).toEqual(['100\u202f%', '0\u202f%']);
  });

  test('says in the details what it rests on and why a layer is above its roof', async () => {
    const state = measured();
    showPage('editor', { ...state, shared: { ...state.shared, counter: 1, selected: CONV2 } });
    const text = page.getByText(/In the cache: the 8 MB/);
    await expect
      .element(text)
      .toHaveTextContent(/memory-bound.*Measured time against the roofs of this machine, measured on Some Processor/);
  });

  test('offers to measure the machine while its roofs are not known', async () => {
    const { host } = showPage('editor', { ...pageState('static'), roofline: NOT_MEASURED });
    expect(document.querySelector('[role="columnheader"]')?.parentElement?.textContent).not.toContain('Roofline');
    await page.getByRole('button', { name: /^Color by/ }).click();
    await page.getByRole('option', { name: '% of roofline Measure This Machine' }).click();
    expect(host.actions).toEqual([{ kind: 'measureMachine' }]);
  });
});
