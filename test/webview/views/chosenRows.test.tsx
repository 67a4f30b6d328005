import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { unpackChosen } from '../../../webview/views/model/chosenLayers';
import { INITIAL_UI, restoreUiState } from '../../../webview/views/page/uiState';
import { runCommand } from '../../../webview/views/editor/runCommand';
import { pageState } from '../fixtures/pageStates';
import { hidePage, showPage, type ShownPage } from '../support/pages';

beforeEach(() => page.viewport(1212, 860));
afterEach(hidePage);

const table = () => page.getByRole('treegrid');
const row = (name: string) => page.getByRole('row').filter({ hasText: name }).first();
const line = () => page.getByRole('group', { name: 'Chosen rows' });

/** Names of the chosen layers, in execution order; the selected one alone when there are not several. */
function chosenNames({ store }: ShownPage): readonly string[] {
  const { chosen, selected } = store.ui.value;
  const model = store.modelOf(chosen?.unit ?? 'kernels');
  if (model === undefined) throw new Error('The state has a model.');
  if (chosen === undefined) return model.layers.filter(({ key }) => key === selected).map(({ name }) => name);
  const mask = unpackChosen(model, chosen);
  return model.layers.filter((_, layer) => mask[layer] === 1).map(({ name }) => name);
}

const selectedName = ({ store }: ShownPage) => {
  const model = store.modelOf('kernels');
  return model?.layers[store.selectedIn(model)]?.name;
};

const BLOCK = ['layer1.0.conv1', 'layer1.0.conv2', 'layer1.0.downsample.0', 'layer1.0.conv3'];

describe('rows of the table are chosen', () => {
  test('one by one with Ctrl, each a second click takes away again; the one that is left is selected', async () => {
    const shown = showPage('editor', pageState('ready'));
    await row('0.conv1').click();
    await row('0.conv3').click({ modifiers: ['ControlOrMeta'] });
    expect(chosenNames(shown)).toEqual(['layer1.0.conv1', 'layer1.0.conv3']);
    expect(selectedName(shown)).toBe('layer1.0.conv3');
    await row('0.conv3').click({ modifiers: ['ControlOrMeta'] });
    expect(chosenNames(shown)).toEqual(['layer1.0.conv1']);
    expect(shown.store.ui.value.chosen).toBeUndefined();
    await row('0.conv1').click({ modifiers: ['ControlOrMeta'] });
    expect([chosenNames(shown), shown.store.ui.value.selected]).toEqual([[], undefined]);
  });

  test('as a range with Shift from where the choice began, whichever way it turns', async () => {
    const shown = showPage('editor', pageState('ready'));
    await row('0.conv2').click();
    await row('0.conv3').click({ modifiers: ['Shift'] });
    expect(chosenNames(shown)).toEqual(BLOCK.slice(1));
    await row('0.conv1').click({ modifiers: ['Shift'] });
    expect(chosenNames(shown)).toEqual(BLOCK.slice(0, 2));
    await row('1.conv2').click({ modifiers: ['ControlOrMeta'] });
    await row('1.conv3').click({ modifiers: ['ControlOrMeta', 'Shift'] });
    expect(chosenNames(shown)).toEqual([...BLOCK.slice(0, 2), 'layer1.1.conv2', 'layer1.1.conv3']);
    await row('0.conv1').click();
    expect(chosenNames(shown)).toEqual(['layer1.0.conv1']);
  });

  test('by keys: Shift and arrows, Ctrl and arrows with Space, Ctrl+A, Escape', async () => {
    const shown = showPage('editor', pageState('ready'), { ui: { selected: 3 } });
    table().element().focus();
    await userEvent.keyboard('{Shift>}{ArrowDown}{ArrowDown}{/Shift}');
    const [first = ''] = BLOCK;
    expect(chosenNames(shown)).toHaveLength(3);
    await userEvent.keyboard('{Shift>}{ArrowUp}{ArrowUp}{/Shift}');
    expect(chosenNames(shown)).toEqual([first]);
    await userEvent.keyboard('{Control>}{ArrowDown}{ArrowDown}{/Control}');
    expect(chosenNames(shown)).toEqual([first]);
    await userEvent.keyboard(' ');
    expect(chosenNames(shown)).toHaveLength(2);
    expect(selectedName(shown)).not.toBe(first);
    await userEvent.keyboard('{Control>}a{/Control}');
    expect(chosenNames(shown)).toHaveLength(58);
    await userEvent.keyboard('{Escape}');
    expect(chosenNames(shown)).toHaveLength(1);
    await userEvent.keyboard('{Shift>}{End}{/Shift}');
    expect(chosenNames(shown).at(-1)).toBe('fc');
  });

  test('by whole groups, whose layers count once however they were chosen', async () => {
    const shown = showPage('editor', pageState('ready'), { ui: { toggled: ['section:layer2'] } });
    const model = shown.store.modelOf('kernels');
    const inLayer2 = model?.layers.filter(({ section }) => model.sections[section]?.name === 'layer2').length ?? NaN;
    await row('0.conv2').click();
    await row('layer1').click({ modifiers: ['ControlOrMeta'] });
    const inLayer1 = chosenNames(shown);
    expect(new Set(inLayer1).size).toBe(inLayer1.length);
    expect(inLayer1.every(name => name.startsWith('layer1.'))).toBe(true);
    await expect.element(row('layer1')).toHaveAttribute('aria-selected', 'true');
    await expect.element(line()).toHaveTextContent(`${inLayer1.length} kernels chosen`);
    await row('layer2').click({ modifiers: ['ControlOrMeta', 'Shift'] });
    expect(chosenNames(shown)).toHaveLength(inLayer1.length + inLayer2);
    await row('layer1').click({ modifiers: ['ControlOrMeta'] });
    expect(chosenNames(shown)).toHaveLength(inLayer2);
  });

  test('and said to screen readers, with what they come to', async () => {
    showPage('editor', pageState('ready'), { ui: { selected: 3 } });
    await expect.element(table()).toHaveAttribute('aria-multiselectable', 'true');
    table().element().focus();
    await userEvent.keyboard('{Shift>}{ArrowDown}{/Shift}');
    expect(document.querySelectorAll('.table-body [aria-selected="true"]')).toHaveLength(2);
    const status = page.getByRole('status').filter({ hasText: 'chosen' });
    await expect.element(status).toHaveTextContent(/^2 kernels chosen, Latency [\d.]+ milliseconds, Share [\d.]+ percent, MACs/);
  });
});

describe('chosen rows', () => {
  const ui = { selected: 3, chosen: { unit: 'kernels', skeletonHash: '', runs: [3, 12] } } as const;

  test('stay through sorting, reading the page again and another unit; a row that the filter hides counts when it is seen again', async () => {
    const shown = showPage('editor', pageState('ready'), { ui });
    const before = chosenNames(shown);
    shown.store.arrange({ sort: { column: 'latencyMs', descending: true } });
    await expect.element(line()).toHaveTextContent(`${before.length} kernels chosen`);
    shown.store.arrange({ filter: 'conv1' });
    await expect.element(line()).toHaveTextContent(`2 kernels chosen, ${before.length - 2} more hidden by the filter`);
    shown.store.arrange({ filter: '', unit: 'nodes' });
    await expect.element(line()).toHaveTextContent(`${before.length} kernels chosen`);
    const stored: unknown = JSON.parse(JSON.stringify(shown.store.ui.value));
    const again = showPage('editor', pageState('ready'), { ui: restoreUiState(stored) });
    expect(chosenNames(again)).toEqual(before);
  });

  test('are nothing in another graph', () => {
    const { store } = showPage('editor', { ...pageState('ready'), skeletonHash: 'another' }, { ui });
    expect(store.chosen.value).toBeUndefined();
    expect(document.querySelector('.chosen-line')).toBeNull();
  });

  test('are given up when another layer is selected elsewhere', () => {
    const { store } = showPage('editor', pageState('ready'), { ui });
    store.receive({ shared: { counter: 9, selected: 99, metric: 'latencyMs', variant: undefined } });
    expect([store.ui.value.selected, store.ui.value.chosen]).toEqual([99, undefined]);
  });

  test('are copied in the order and the columns of the table, for a spreadsheet and as Markdown', async () => {
    const { host, store } = showPage('editor', pageState('ready'), {
      ui: { ...ui, sort: { column: 'latencyMs', descending: true }, columns: [], filter: '-conv3' },
    });
    table().element().focus();
    await userEvent.keyboard('{Control>}c{/Control}');
    const [head, ...rows] = (host.copiedTexts[0] ?? '').split('\n').map(text => text.split('\t'));
    expect(head).toEqual(['#', 'Layer', 'Name in the file', 'Op', 'Output', 'Latency (ms)', 'Share (%)']);
    const times = rows.map(cells => Number(cells[5]));
    expect(times).toEqual([...times].sort((a, b) => b - a));
    expect(rows.some(([, name]) => name?.includes('conv3'))).toBe(false);
    await expect.element(page.getByText(`${rows.length} kernels copied`)).toBeInTheDocument();
    await page.getByRole('button', { name: 'Copy as Markdown' }).click();
    runCommand(store, 'copyLayersAsMarkdown');
    expect(host.copiedTexts[1]).toBe(host.copiedTexts[2]);
    expect(host.copiedTexts[1]?.split('\n')).toHaveLength(rows.length + 3);
  });

  test('have a context menu that is about the row below the pointer unless that is chosen', async () => {
    const shown = showPage('editor', pageState('ready'), { ui });
    const before = chosenNames(shown);
    await row('0.conv2').click({ button: 'right' });
    expect(chosenNames(shown)).toEqual(before);
    await row('2.conv1').click({ button: 'right' });
    expect(chosenNames(shown)).toEqual(['layer1.2.conv1']);
    expect(table().element().getAttribute('data-vscode-context')).toContain('"webviewSection":"layers"');
  });

  test('are summed in the details, extracted and optimized together', async () => {
    const { host, store } = showPage('editor', pageState('ready'), { ui: { ...ui, view: 'graph' } });
    const details = page.getByRole('region', { name: 'Chosen layers' });
    await expect.element(details).toHaveTextContent(/\d kernels together.*Latency.*ms.*Share.*%.*MACs/);
    await details.getByRole('button', { name: 'Extract All as New Model' }).click();
    await details.getByRole('button', { name: 'Optimize Only These…' }).click();
    const model = store.modelOf('kernels');
    const nodes = model?.layers.filter(({ key }) => key >= 3 && key <= 12).flatMap(layer => layer.nodes);
    expect(host.actions).toEqual([
      { kind: 'extractLayers', nodes },
      { kind: 'openOptimize', layers: nodes },
    ]);
    store.receive({ trust: 'restricted' });
    await expect.element(details.getByRole('button', { name: 'Extract All as New Model' })).toBeDisabled();
  });

  test('are chosen with Ctrl in the spine and the map as well', async () => {
    const shown = showPage('editor', pageState('ready'), { ui: { ...INITIAL_UI, view: 'map', selected: 3 } });
    const spine = document.querySelector('.spine-box');
    if (spine === null) throw new Error('The page has a spine.');
    const position = { x: spine.clientWidth - 4, y: 10 };
    await page.elementLocator(spine).click({ position, modifiers: ['ControlOrMeta'] });
    expect(chosenNames(shown)).toEqual(['layer1.0.conv1', 'fc']);
  });
});
