import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { pageState } from '../fixtures/pageStates';
import { hidePage, showPage } from '../support/pages';

beforeEach(() => page.viewport(1212, 860));
afterEach(hidePage);

const CONV2 = 99;
const grid = () => page.getByRole('grid', { name: 'Variants' });

test('the fifth tab lists baseline and variants with their verdicts, without the details pane', async () => {
  const { store } = showPage('editor', pageState('ready'));
  await userEvent.keyboard('5');
  expect(store.ui.value.view).toBe('compare');
  expect(document.querySelector('.details')).toBe(null);
  const row = grid().getByRole('row', { name: /resnet50\.int8\.onnx/ });
  await expect.element(row).toHaveTextContent(/quantize static.*26\.1\sMB.*19\.0\sms.*3\.0\d× faster.*99\.4\s%.*meets 98 %/);
  await expect.element(grid().getByRole('row', { name: /fp16/ })).toHaveTextContent('No measurable difference');
  await expect.element(grid().getByRole('row', { name: /other\.onnx/ })).toHaveTextContent('not measured yet');
});

test('arrows choose the variant that is drawn, and the choice is kept', async () => {
  const { store, host } = showPage('editor', pageState('ready'), { ui: { view: 'compare' } });
  await expect.poll(() => store.ui.value.compareTo).toBe('/models/resnet50.int8.onnx');
  (grid().element() as HTMLElement).focus();
  await userEvent.keyboard('{ArrowDown}');
  expect(store.ui.value.compareTo).toBe('/models/resnet50.fp16.onnx');
  await expect.poll(() => host.differences).toEqual([24, 25]);
  expect(host.shared.at(-1)?.variant).toBe(25);
  await expect.element(page.getByText('resnet50.fp16.onnx against resnet50.onnx')).toBeVisible();
});

test('asks again for a model that was read again, and shows nothing of another file meanwhile', async () => {
  const { store, host } = showPage('editor', pageState('ready'), { ui: { view: 'compare' } });
  await expect.poll(() => store.fileDifference.value?.answer.state).toBe('done');
  const seen: string[] = [];
  const watching = store.fileDifference.subscribe(shown => seen.push(`${shown?.name ?? ''} ${shown?.answer.state ?? ''}`));
  store.receive({ reading: 1 });
  await expect.poll(() => host.differences).toEqual([24, 24]);
  await expect.poll(() => seen.at(-1)).toBe('int8 done');
  store.arrange({ compareTo: '/models/resnet50.fp16.onnx' });
  await expect.poll(() => seen.at(-1)).toBe('fp16 done');
  watching();
  expect(seen).toEqual(['int8 done', 'int8 waiting', 'int8 done', 'fp16 waiting', 'fp16 done']);
});

test('shows the change of every layer, what only the variant runs, and the largest surprise', async () => {
  const { store } = showPage('editor', pageState('ready'), { ui: { view: 'compare', selected: CONV2 } });
  await expect.element(page.getByText(/3 kernels only in int8: 1\.20\sms/)).toBeVisible();
  const list = page.getByRole('listbox', { name: 'Change per layer' });
  await expect.element(list.getByRole('option', { selected: true })).toHaveTextContent(/layer4\.0\.conv2: −693\sµs, −34\s%/);
  expect(document.querySelector('.annotation text')?.textContent).toMatch(/conv1: .*within noise/);
  expect(document.querySelectorAll('.compare-plot rect.noise').length).toBeGreaterThan(0);
  (list.element() as HTMLElement).focus();
  await userEvent.keyboard('{ArrowRight}');
  expect(store.ui.value.selected).not.toBe(CONV2);
});

test('draws every measured model between latency and agreement, and both charts are tables as well', async () => {
  const { store } = showPage('editor', pageState('ready'), { ui: { view: 'compare' } });
  await expect.element(page.getByRole('figure').first()).toHaveTextContent(/5 models by latency and agreement/);
  expect(document.querySelectorAll('.compare-plot .point')).toHaveLength(5);
  document.querySelectorAll<SVGElement>('.compare-plot .point')[2]?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
  expect(store.ui.value.compareTo).toBe('/models/resnet50.fp16.onnx');
  for (const name of ['Speed and agreement', 'Change per kernel']) {
    await page.getByRole('region', { name }).getByRole('button', { name: 'Show as Table' }).click();
  }
  await expect
    .element(page.getByRole('grid', { name: 'Speed and agreement' }).getByRole('row').nth(1))
    .toHaveTextContent(/resnet50\.onnx57\.6/);
  await expect.element(page.getByRole('grid', { name: 'Change per layer' })).toBeVisible();
});

test('names the agreement by what it is of, with how far apart outputs are that have no classes', async () => {
  const state = pageState('ready');
  const compared = state.compared.map(file => {
    const outputs = file.measured?.outputs;
    if (outputs?.top1Agreement === undefined) return file;
    const { top1Agreement, ...others } = outputs;
    return { ...file, measured: { ...file.measured, outputs: { ...others, closeAgreement: top1Agreement } } };
  });
  const { store } = showPage('editor', { ...state, compared } as typeof state, { ui: { view: 'compare' } });
  await expect.element(grid().getByRole('columnheader', { name: /^Outputs within 10 %, 500 samples/ })).toBeVisible();
  await expect.element(grid().getByRole('row', { name: /resnet50\.int8\.onnx/ })).toHaveTextContent(/99\.4\s%.*, 31\.2\sdB/);
  const axis = () => document.querySelector('.compare-plot .grid')?.textContent;
  await expect.poll(axis).toMatch(/Outputs within 10 %/);
  expect(document.body.textContent).not.toContain('Top-1');
  store.receive({ compared: state.compared });
  await expect.poll(axis).toMatch(/Top-1 agreement/);
});

test('lists what is different in the structure, and a row selects the node', async () => {
  const { store } = showPage('editor', pageState('ready'), { ui: { view: 'compare' } });
  const table = page.getByRole('grid', { name: 'Differences of the graphs' });
  await expect.element(table).toHaveTextContent(/operator set.*added.*QuantizeLinear conv1_quantize.*changed.*input 1: w float32/);
  await table.getByRole('row', { name: /replaced/ }).click();
  expect(store.ui.value.selected).toBe(2);
});

test('offers to measure what was not measured, to add files, and to take them away', async () => {
  const { host } = showPage('editor', pageState('ready'), { ui: { view: 'compare', compareTo: '/models/other.onnx' } });
  await page.getByRole('button', { name: 'Measure other' }).click();
  await page.getByRole('button', { name: 'Compare with Another File…' }).click();
  await page.getByRole('button', { name: 'Take other.onnx from the list' }).click();
  expect(host.actions).toEqual([{ kind: 'measureCompared', ids: [28] }, { kind: 'addCompared' }, { kind: 'removeCompared', id: 28 }]);
});

test('shows what was measured of the tensors when a variant was made, until they are compared again', async () => {
  const state = pageState('ready');
  const layerErrors = [{ layer: CONV2, tensor: 't', accumulatedDb: 31.2, localDb: 44.4, cosine: 0.99962, maxAbs: 0.01 }];
  const variants = state.variants.map((variant, index) =>
    index === 0 ? { ...variant, result: { ...variant.result, layerErrors } } : variant,
  );
  const { store, host } = showPage('editor', { ...state, variants }, { ui: { view: 'compare', compareTo: variants[0]?.path } });
  const tensors = page.getByRole('region', { name: 'Tensors' });
  await expect
    .element(tensors)
    .toHaveTextContent(/first layer that adds more than rounding: 44\.4.dB\. Samples held back when it was made/);
  await expect.element(tensors.getByRole('grid')).toHaveTextContent(/31\.2.dB0\.9996/);
  await tensors.getByRole('button', { name: 'Compare Again' }).click();
  expect(host.actions).toEqual([{ kind: 'compareTensors', id: 24 }]);
  const layers = [{ layer: CONV2, tensor: 't', accumulatedDb: 30, localDb: 40.5, cosine: 0.9995, maxAbs: 0.01 }];
  store.receive({ tensorDifference: { path: variants[0]?.path ?? '', layers, inputs: 'synthetic', samples: 4 } });
  await expect.element(tensors).toHaveTextContent(/40\.5.dB\. 4 random inputs/);
});

test('says so when nothing was made yet, when it may not run, and when a comparison failed', async () => {
  const { store } = showPage('editor', pageState('noVariants'), { ui: { view: 'compare' } });
  await expect.element(page.getByText('None yet. Each optimization writes a new file next to the model.')).toBeVisible();
  const { compared } = pageState('ready');
  const failed = { reason: 'runtime-crash', message: 'ONNX Runtime stopped (SIGSEGV).' } as const;
  store.receive({
    trust: 'restricted',
    compared: compared.map((file, index) => (index === 1 ? { ...file, error: failed } : { ...file, isStale: index === 0 })),
  });
  await expect.element(page.getByText('Comparing latency needs a trusted workspace.')).toBeVisible();
  await expect.element(grid().getByRole('row', { name: /fp16/ })).toHaveTextContent('could not be measured');
  await expect.element(grid().getByRole('row', { name: /int8/ }).first()).toHaveTextContent('stale:');
});

test('a comparison that a command asks for is shown once', async () => {
  const { store } = showPage('editor', pageState('ready'));
  const wish = { counter: 7, view: 'compare', path: '/models/resnet50.prune25.onnx' } as const;
  store.receive({ wish });
  expect(store.ui.value).toMatchObject({ view: 'compare', compareTo: wish.path, followedWish: 7 });
  store.arrange({ view: 'layers' });
  store.receive({ wish });
  expect(store.ui.value.view).toBe('layers');
  await userEvent.keyboard('c');
  expect(store.ui.value.view).toBe('compare');
});

test('the change is a metric of the other views, in colours of its own', async () => {
  const { store } = showPage('editor', pageState('ready'), { ui: { view: 'compare', compareTo: '/models/resnet50.int8.onnx' } });
  await expect.poll(() => store.model.value?.columns.has('change'), { timeout: 3000 }).toBe(true);
  store.setMetric('change');
  store.arrange({ view: 'layers', selected: CONV2 });
  await expect
    .poll(() => document.querySelector('.table-row[aria-selected="true"]')?.textContent, { timeout: 3000 })
    .toMatch(/−(34|69)\s%/);
  expect(document.documentElement.style.getPropertyValue('--lw-h0')).toBe('#71c1f7');
  store.setMetric('latencyMs');
  await expect.poll(() => document.documentElement.style.getPropertyValue('--lw-h0'), { timeout: 3000 }).toBe('#292d3d');
});
