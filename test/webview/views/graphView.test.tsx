import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { ModelState } from '../../../src/shared/protocol/hostWebview';
import type { UiState } from '../../../webview/views/page/uiState';
import { COMPARED } from '../fixtures/optimizeFixtures';
import { pageState, type StateName } from '../fixtures/pageStates';
import type { RecordingName } from '../fixtures/recordedModel';
import { sketchView } from '../fixtures/sketchView';
import { hidePage, showPage } from '../support/pages';

beforeEach(() => page.viewport(1212, 860));
afterEach(hidePage);

const CONV2 = 99;

/** The editor with its graph, once that is laid out. */
async function showGraph(
  ui: Partial<UiState> = {},
  state: StateName = 'ready',
  model: RecordingName = 'resnet50',
  change: Partial<ModelState> = {},
) {
  const shown = showPage('editor', { ...pageState(state, model), ...change }, { ui: { view: 'graph', ...ui } });
  await expect.element(page.getByRole('tree', { name: 'Graph of the model' })).toBeInTheDocument();
  return shown;
}

function tree(): HTMLElement {
  const found = document.querySelector<HTMLElement>('.graph-twin');
  if (found === null) throw new Error('The graph is not laid out.');
  return found;
}

function items(): readonly HTMLElement[] {
  return [...tree().querySelectorAll<HTMLElement>('[role="treeitem"]')];
}

function item(start: string): HTMLElement {
  const found = items().find(({ textContent }) => textContent.startsWith(start));
  if (found === undefined) throw new Error(`No ${start} in the graph`);
  return found;
}

function active(): string {
  return document.getElementById(tree().getAttribute('aria-activedescendant') ?? '')?.textContent ?? '';
}

async function settled(): Promise<void> {
  await new Promise(resolve => setTimeout(resolve, 400));
}

describe('what is open', () => {
  test('at first the groups around the hottest layer, and only those', async () => {
    const { store } = await showGraph();
    const open = items().filter(element => element.getAttribute('aria-expanded') === 'true');
    expect(open.map(({ textContent }) => textContent.split(',')[0])).toEqual(['layer4', 'layer4.0']);
    expect(item('layer1').getAttribute('aria-expanded')).toBe('false');
    await expect.poll(() => store.ui.value.graphExpanded).toHaveLength(2);
  });

  test('is prepared part by part where the page says so, the canvas first, and stays while the layers of a profile are prepared', async () => {
    const waiting: (() => void)[] = [];
    const { store } = showPage('editor', pageState('static'), { ui: { view: 'graph' }, later: draw => waiting.push(draw) });
    expect(document.querySelector('.skeleton-rows')).not.toBeNull();
    await expect.poll(() => document.querySelector('.graph-stage canvas')).not.toBeNull();
    expect(document.querySelector('.graph-twin')).toBeNull();
    while (waiting.length > 0) waiting.shift()?.();
    await expect.element(page.getByRole('tree', { name: 'Graph of the model' })).toBeInTheDocument();
    const canvas = document.querySelector('.graph-stage canvas');
    store.receive(pageState('ready'));
    await expect.poll(() => item('layer4').textContent).toContain('ms');
    expect(document.querySelector('.graph-stage canvas')).toBe(canvas);
  });

  test('what the user left open stays open', async () => {
    await showGraph({ graphExpanded: [] });
    expect(items().filter(element => element.getAttribute('aria-expanded') === 'true')).toEqual([]);
  });

  test('a selection from elsewhere opens the groups around it', async () => {
    const { store } = await showGraph({ graphExpanded: [] });
    store.select(CONV2);
    await expect.poll(() => active()).toContain('layer4.0.conv2');
    expect(item('layer4').getAttribute('aria-expanded')).toBe('true');
    expect(item('layer4.0.conv2').getAttribute('aria-selected')).toBe('true');
  });

  test('double click opens a group, a click on its chevron closes it', async () => {
    const { store } = await showGraph({ graphExpanded: [] });
    const stage = document.querySelector('.graph-stage');
    if (stage === null) throw new Error('No canvas');
    const { width } = stage.getBoundingClientRect();
    // The second line of the trunk, below the input and the stem.
    await userEvent.dblClick(stage, { position: { x: Math.round(width / 2), y: 124 } });
    await expect.poll(() => item('layer1').getAttribute('aria-expanded')).toBe('true');
    await settled();
    expect(store.ui.value.graphExpanded).toHaveLength(1);
  });

  test('an expanded instance leaves its run', async () => {
    const { store } = await showGraph({ graphExpanded: [] }, 'ready', 'encoder');
    expect(items().some(({ textContent }) => /layer\.0 … layer\.6, 7 × the same structure/.test(textContent))).toBe(true);
    const first = store.state.value.model?.analysis.hierarchy.groups.find(({ name }) => name === 'layer.1');
    store.arrange({ graphExpanded: [first?.id ?? -1] });
    await expect.poll(() => items().map(({ textContent }) => textContent.split(',')[0])).toContain('layer.2 … layer.6');
    expect(item('layer.1,').getAttribute('aria-expanded')).toBe('true');
  });
});

describe('keys', () => {
  test('arrows go along tensors, Enter opens and closes, and layers are selected on the way', async () => {
    const { store } = await showGraph({ graphExpanded: [] });
    tree().focus();
    await userEvent.keyboard('{ArrowDown}');
    expect(active()).toMatch(/^stem/);
    await userEvent.keyboard('{ArrowDown}{ArrowDown}');
    expect(active()).toMatch(/^layer2/);
    await userEvent.keyboard('{ArrowUp}{Enter}');
    await expect.poll(() => item('layer1').getAttribute('aria-expanded')).toBe('true');
    await userEvent.keyboard('{ArrowDown}{Enter}');
    await expect.poll(() => items().length).toBeGreaterThan(12);
    await userEvent.keyboard('{ArrowDown}');
    expect(store.ui.value.selected).toBeGreaterThanOrEqual(0);
    expect(active()).toContain('layer1.0');
  });

  test('Space shows the card of where the keys are, Escape takes it away', async () => {
    await showGraph({ graphExpanded: [] });
    tree().focus();
    await userEvent.keyboard('{ArrowDown} ');
    await expect.poll(() => document.querySelector('.graph-card')?.textContent ?? '').toContain('stem');
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => document.querySelector('.graph-card')).toBeNull();
  });

  test('an item says what it reads and who reads it', async () => {
    await showGraph({ graphExpanded: [] });
    expect(item('layer2').textContent).toContain('input from layer1, output to layer3');
  });

  test('H goes to the hottest layer, wherever it is', async () => {
    const { store } = await showGraph({ graphExpanded: [] });
    await userEvent.keyboard('h');
    await expect.poll(() => active()).toContain('layer4');
    expect(store.ui.value.selected).toBeDefined();
  });

  test('P leaves the path through the selection, until Escape', async () => {
    const { store } = await showGraph({ selected: CONV2 });
    await userEvent.keyboard('p');
    const all = store.model.value?.layers.length ?? 0;
    const note = page.getByText(/^Path through the selection: /);
    await expect.element(note).toHaveTextContent(new RegExp(` of ${all} layers$`));
    // The only layer of ResNet-50 beside conv2 that its input is not computed from and that does not read its output: the shortcut of its block.
    await expect.element(note).toHaveTextContent(`${all - 1} of`);
    await userEvent.keyboard('{Escape}');
    await expect.element(note).not.toBeInTheDocument();
    expect(store.ui.value.selected).toBe(CONV2);
  });

  test('* opens a level, Alt+* closes all', async () => {
    const { store } = await showGraph({ graphExpanded: [] });
    await userEvent.keyboard('*');
    await expect.poll(() => store.ui.value.graphExpanded?.length).toBe(6);
    window.dispatchEvent(new KeyboardEvent('keydown', { key: '*', altKey: true }));
    await expect.poll(() => store.ui.value.graphExpanded).toEqual([]);
  });

  test('K steps through nodes, both and kernels; R turns the graph', async () => {
    const { store } = await showGraph();
    await userEvent.keyboard('k');
    expect(store.ui.value.graphNodes).toBe('kernels');
    await expect.element(page.getByRole('radio', { name: 'Kernels 58' })).toBeChecked();
    await userEvent.keyboard('k');
    await expect.element(page.getByRole('radio', { name: 'Original 122' })).toBeChecked();
    await userEvent.keyboard('r');
    expect(store.ui.value.graphDirection).toBe('right');
    await expect.element(page.getByRole('button', { name: 'Runs Right, Turn Down (R)' })).toBeVisible();
  });

  test('G shows the selected layer, from any view', async () => {
    const { store } = showPage('editor', pageState('ready'), { ui: { view: 'layers', selected: CONV2, graphExpanded: [] } });
    await userEvent.keyboard('g');
    expect(store.ui.value.view).toBe('graph');
    await expect.poll(() => document.querySelector('.graph-twin')?.textContent ?? '').toContain('layer4.0.conv2');
  });
});

describe('camera', () => {
  const zoom = () => document.querySelector('.graph-zoom')?.textContent;

  test('zooms by keys and buttons, and fits', async () => {
    await showGraph();
    await userEvent.keyboard('=');
    await expect.poll(zoom).toBe('125\u202f%');
    await page.getByRole('button', { name: 'Zoom Out (−)' }).click();
    await expect.poll(zoom).toBe('100\u202f%');
    await page.getByRole('button', { name: 'Fit (0)' }).click();
    await expect.poll(zoom).not.toBe('100\u202f%');
  });

  test('the wheel pans, with Ctrl it zooms around the pointer; the page keeps the place', async () => {
    const { store } = await showGraph();
    const stage = document.querySelector('.graph-stage');
    stage?.dispatchEvent(new WheelEvent('wheel', { deltaY: 120, bubbles: true, cancelable: true }));
    await expect.poll(() => store.ui.value.graphCamera?.y).toBe(100);
    stage?.dispatchEvent(new WheelEvent('wheel', { deltaY: -200, ctrlKey: true, bubbles: true, cancelable: true }));
    await expect.poll(() => store.ui.value.graphCamera?.k).toBeGreaterThan(1.4);
  });

  test('is kept where it was going when the view is left on the way', async () => {
    const { store } = await showGraph();
    await userEvent.keyboard('=');
    await expect.poll(zoom, { interval: 5 }).not.toBe('100\u202f%');
    store.arrange({ view: 'layers' });
    await expect.poll(() => store.ui.value.graphCamera?.k).toBe(1.25);
  });

  test('a camera that was kept is taken up', async () => {
    await showGraph({ graphCamera: { x: 0, y: 200, k: 0.5 } });
    expect(zoom()).toBe('50\u202f%');
  });
});

describe('other models', () => {
  test('without a run there are nodes and layers', async () => {
    await showGraph({}, 'static');
    await expect.element(page.getByRole('radio', { name: 'Original 122' })).toBeVisible();
    expect(document.querySelector('.graph-legend')?.textContent).not.toContain('kernel');
  });

  test('a model without groups shows its layers', async () => {
    const view = sketchView([
      { name: 'a', reads: ['x'] },
      { name: 'b', reads: ['a'] },
      { name: 'c', reads: ['a'] },
      { name: 'd', op: 'Add', reads: ['b', 'c'] },
    ]);
    await showGraph({}, 'static', 'resnet50', { model: view, fileName: 'sketch.onnx' });
    expect(item('b').textContent).toContain('input from a, output to d');
    expect(items()).toHaveLength(5);
  });

  test('a query leaves what it finds, and the hover card says what a box is', async () => {
    await showGraph({ filter: 'op:Gemm' });
    const stage = document.querySelector('.graph-stage');
    if (stage === null) throw new Error('No canvas');
    await userEvent.hover(stage, { position: { x: Math.round(stage.getBoundingClientRect().width / 2), y: 72 } });
    await expect.poll(() => document.querySelector('.graph-card')?.textContent ?? '').toContain('stem');
  });
});

describe('the card of a layer', () => {
  const card = () => document.querySelector('.graph-card');

  test('says what the hover of the text says, and leads on', async () => {
    const { host, store } = await showGraph({ selected: CONV2 });
    await expect.poll(active).toContain('layer4.0.conv2');
    tree().focus();
    await userEvent.keyboard(' ');
    await expect.poll(() => card()?.textContent ?? '').toMatch(/± \d+\u202fµs \(half the 95 % interval\)/);
    expect(card()?.textContent).toContain('Conv + Relu, one kernel: nchwc.Conv');
    expect(card()?.textContent).toContain('MACs, weights: 116\u202fM, 9.44\u202fMB');
    const link = (name: string) => page.getByRole('group', { name: 'conv2' }).getByRole('button', { name, exact: true });
    await link('Show in Text').click();
    await link('Quantize').click();
    const { suggestions } = store.state.value;
    const offered = suggestions?.offered.find(({ pass }) => pass === 'quantize-static')?.layers ?? [];
    const own = store.model.value?.layers.find(({ node }) => node === CONV2)?.nodes ?? [];
    expect(own.length).toBeGreaterThan(1);
    const layers = offered.filter(node => own.includes(node));
    expect(host.actions).toMatchObject([{ kind: 'openText' }, { kind: 'openOptimize', pass: 'quantize-static', layers }]);
  });

  test('tells the time in the file compared with while neither file changed', async () => {
    const { path, name } = COMPARED[0]!;
    const { store } = await showGraph({ selected: CONV2, compareTo: path, columns: ['change'] });
    await expect.poll(active).toContain('layer4.0.conv2');
    tree().focus();
    await userEvent.keyboard(' ');
    await expect.poll(() => card()?.textContent ?? '').toContain(`In ${name}: 1.35\u202fms`);
    store.receive({ compared: COMPARED.map(file => ({ ...file, isStale: file.path === path })) });
    await expect.poll(() => card()?.textContent ?? '').not.toContain(`In ${name}`);
  });

  test('stays while the pointer is on it, and Escape closes it before anything else', async () => {
    const { store } = await showGraph({ graphExpanded: [], selected: CONV2 });
    const stage = document.querySelector('.graph-stage');
    if (stage === null) throw new Error('No canvas');
    await userEvent.hover(stage, { position: { x: Math.round(stage.getBoundingClientRect().width / 2), y: 72 } });
    await expect.poll(() => card()?.textContent ?? '').toContain('stem');
    await userEvent.hover(card() ?? stage);
    await new Promise(resolve => setTimeout(resolve, 500));
    expect(card()).not.toBeNull();
    await userEvent.keyboard('{Escape}');
    await expect.poll(card).toBeNull();
    expect(store.ui.value.selected).toBe(CONV2);
  });
});

describe('a variant', () => {
  test('says in tree, card and details which nodes of the original a layer was made from', async () => {
    const before = ['a', 'b', 'c'].map((name, id) => ({ id, name, op: 'Mul' }));
    const after = [{ id: CONV2, name: 'conv', op: 'Conv' }];
    const differences = [{ kind: 'replaced' as const, before, after, changes: [] }];
    const difference = { matchedBy: 'provenance' as const, unchanged: 0, interface: [], differences };
    const madeFrom = { original: 'resnet50.onnx', steps: ['clean'], difference };
    await showGraph({ selected: CONV2 }, 'ready', 'resnet50', { madeFrom });
    await expect.poll(() => item('layer4.0.conv2').textContent).toContain('Made from resnet50.onnx: Mul a, Mul b, Mul c');
    await expect
      .poll(() => document.querySelector('.details-body')?.textContent ?? '')
      .toMatch(/Made from resnet50\.onnx.*Mul a.*3 → 1 · by clean/s);
    tree().focus();
    await userEvent.keyboard(' ');
    await expect
      .poll(() => document.querySelector('.graph-card')?.textContent ?? '')
      .toContain('Made from resnet50.onnxMul aMul bMul cby clean');
  });
});
