import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, type Locator } from 'vitest/browser';
import { restoreUiState } from '../../../webview/views/page/uiState';
import { PASSES } from '../fixtures/optimizeFixtures';
import { pageState } from '../fixtures/pageStates';
import { hidePage, showPage } from '../support/pages';

beforeEach(() => page.viewport(1400, 860));
afterEach(hidePage);

/** As a user who writes into a field and leaves it, or chooses an option by its value. */
async function write(field: Locator, text: string): Promise<void> {
  await expect.element(field).toBeVisible();
  const root = field.element().getRootNode();
  const host = root instanceof ShadowRoot ? root.host : field.element();
  Object.assign(host, { value: text });
  host.dispatchEvent(new Event('change', { bubbles: true }));
}

test('the plan shows layer by layer what would happen', async () => {
  const { host } = showPage('optimize', pageState('plan'));
  await expect.element(page.getByRole('button', { name: 'Changed 53' })).toBeVisible();
  await expect.element(page.getByText('no gain expected for 3 input channels')).toBeVisible();
  expect(host.dryRuns).toEqual([{ id: 'quantize-static', parameters: {} }]);
  expect(document.querySelector('.plan-summary')?.textContent).toMatch(
    /57\.6.*18 – 24.*122.*310.*measured after the run.*dry run, nothing written/s,
  );
});

test('a layer is left as it is by a click on its precision', async () => {
  const { host } = showPage('optimize', pageState('plan'));
  await page.getByTitle('Click to leave this layer as it is.').first().click();
  await expect.poll(() => host.dryRuns.at(-1)?.exclude).toEqual([3]);
  await expect.element(page.getByText('left as it is by you')).toBeVisible();
  await page.getByRole('button', { name: 'Copy Command' }).click();
  await expect.element(page.getByRole('status').filter({ hasText: 'Copied' })).toBeVisible();
  expect(host.copied).toEqual([{ id: 'quantize-static', parameters: {}, exclude: [3] }]);
  await expect.poll(() => document.body.textContent).not.toContain('Copied');
  await page.getByRole('button', { name: 'Start' }).click();
  const passes = [{ id: 'quantize-static', parameters: {}, exclude: [3] }];
  expect(host.actions).toEqual([{ kind: 'optimize', passes, budgets: { drop: 0.01, agreement: 0.98 } }]);
});

test('the layers that the user came from restrict the plan', async () => {
  const { host } = showPage('optimize', { ...pageState('plan'), focusLayers: [99], focusPass: 'prune-channels' });
  await expect.poll(() => host.dryRuns.at(-1)).toEqual({ id: 'prune-channels', parameters: {}, only: [99] });
  await expect.element(page.getByText('resnet50.prune.onnx')).toBeVisible();
});

test('a method that can do nothing to the model stays visible, disabled, with the reason', async () => {
  const { store } = showPage('optimize', pageState('plan'));
  const box = () => [...document.querySelectorAll('vscode-checkbox')].find(({ label }) => label === 'Dequantize');
  store.receive({ passes: [...store.state.value.passes, { ...store.state.value.passes[0]!, id: 'dequantize', title: 'Dequantize' }] });
  await expect.poll(() => box()?.disabled).toBe(true);
  await expect.element(page.getByText('Nothing is quantized in this model.')).toBeVisible();
});

test('the plan counts the nodes that are added and the bytes that are stored', async () => {
  showPage('optimize', pageState('plan'));
  await expect.element(page.getByText('+1 Q, +2 DQ').first()).toBeVisible();
  await expect.element(page.getByText(/^9\.44.*MB → 2\.36/).first()).toBeVisible();
  expect(document.querySelector('.plan-summary')?.textContent).toMatch(/File size, about102.*→ 26\.2.*MB/s);
});

test('sizes of a pass that is told them by name have a field each, with what is chosen now', async () => {
  const state = pageState('plan');
  const fix = {
    ...state.passes[0]!,
    id: 'fix-shapes',
    title: 'Fix Shapes',
    parameters: [],
    others: { type: 'integer', minimum: 1, title: 'Size', description: 'Size of the dimension of this name.' },
  } as const;
  const { host } = showPage('optimize', { ...state, passes: [...state.passes, fix], focusPass: 'fix-shapes', focusParameters: {} });
  await expect.poll(() => host.dryRuns.at(-1)).toEqual({ id: 'fix-shapes', parameters: { batch: 1 } });
  await write(page.getByLabelText('batch'), '8');
  await expect.poll(() => host.dryRuns.at(-1)).toEqual({ id: 'fix-shapes', parameters: { batch: 8 } });
});

test('parameters are made from their description', async () => {
  const { host } = showPage('optimize', { ...pageState('plan'), focusPass: 'prune-channels' });
  const field = page.getByLabelText('Share of MACs kept');
  await write(field, '0.5');
  await expect.poll(() => host.dryRuns.at(-1)?.parameters).toEqual({ macs: 0.5 });
  await write(field, '7');
  const problem = page.getByText('“7” is not a number from 0.1 to 1. 0.5 stays.');
  await expect.element(problem).toBeVisible();
  const described = () => page.getByRole('textbox', { name: 'Share of MACs kept' }).element().ariaDescribedByElements;
  await expect.poll(described).toEqual([problem.element()]);
  expect(document.querySelector('.parameter-text')?.hasAttribute('invalid')).toBe(true);
  expect(host.dryRuns.at(-1)?.parameters).toEqual({ macs: 0.5 });
});

test('many settings of a method fold away, with how many have values of their own; what starts the run stays in view', async () => {
  const [pass] = PASSES;
  if (pass === undefined) throw new Error('There is no pass.');
  const flags = ['equalize', 'smooth', 'clip'].map(name => ({
    name,
    title: name,
    type: 'boolean' as const,
    default: true,
    description: '',
  }));
  showPage('optimize', { ...pageState('ready'), passes: [{ ...pass, parameters: [...pass.parameters, ...flags] }, ...PASSES.slice(1)] });
  const settings = page.getByRole('button', { name: 'Settings' });
  await expect.element(settings).toHaveAttribute('aria-expanded', 'false');
  expect(document.querySelectorAll('.parameter')).toHaveLength(0);
  await settings.click();
  const smooth = () => [...document.querySelectorAll('vscode-checkbox')].find(({ label }) => label === 'smooth');
  await expect.poll(smooth).toBeDefined();
  smooth()?.click();
  await settings.click();
  await expect.element(page.getByText('1', { exact: true })).toBeVisible();
  const start = document.querySelector('.plan-actions')?.getBoundingClientRect();
  expect(start?.bottom).toBeLessThanOrEqual(window.innerHeight);
});

test('the target chooses the methods, and what they are told about the processor', async () => {
  const { host } = showPage('optimize', { ...pageState('plan'), focusPass: undefined });
  await expect.element(page.getByRole('radio', { name: 'Latency' })).toHaveAttribute('aria-checked', 'true');
  await expect.poll(() => host.dryRuns.at(-1)).toEqual({ id: 'quantize-static', parameters: {} });
  await write(page.getByRole('combobox', { name: 'Runs on' }), 'saturating');
  await expect.poll(() => host.dryRuns.at(-1)?.parameters).toEqual({ range: 'pairs' });
  await expect.element(page.getByText(/sums of two products fit into 16 bits/)).toBeVisible();
  await page.getByRole('radio', { name: 'File size' }).click();
  await expect.poll(() => page.getByRole('combobox', { name: 'Runs on' }).query()).toBeNull();
});

test('where nothing is suggested for the target, nothing is chosen', async () => {
  const state = pageState('plan');
  const suggestions = { offered: [], advice: [], declined: [], checks: 29 };
  const { host } = showPage('optimize', { ...state, focusPass: undefined, suggestions });
  await expect.element(page.getByText('Nothing found that is likely to help with it here.')).toBeVisible();
  await expect.element(page.getByText('Choose a method to see what it would change.')).toBeVisible();
  expect(host.dryRuns).toEqual([]);
});

test('the budget is points of accuracy with labels, else agreement; other values are told at the field', async () => {
  const state = { ...pageState('plan'), focusPass: 'mixed-precision' };
  const { host, store } = showPage('optimize', state);
  await expect.poll(() => host.dryRuns.at(-1)?.parameters).toEqual({ 'min-agreement': 98 });
  await write(page.getByLabelText('Least agreement in percent'), '101 %');
  await expect.element(page.getByText('“101” is not a number from 0 to 100. 98 % stays.')).toBeVisible();
  await write(page.getByLabelText('Least agreement in percent'), '99.5 %');
  await expect.poll(() => host.dryRuns.at(-1)?.parameters).toEqual({ 'min-agreement': 99.5 });
  expect(document.querySelector('.field-problem')).toBeNull();
  await write(page.getByLabelText('Least agreement in percent'), '99.95 %');
  await expect.poll(() => host.dryRuns.at(-1)?.parameters).toEqual({ 'min-agreement': 99.95 });
  await write(page.getByLabelText('Least agreement in percent'), 'all');
  await expect.element(page.getByText('“all” is not a number from 0 to 100. 99.95 % stays.')).toBeVisible();
  store.receive({ evaluation: { label: 'digits.eval' } });
  await expect.element(page.getByLabelText('Most points of accuracy lost')).toBeVisible();
  expect(document.querySelector('.field-problem'), 'what was wrong in the other field').toBeNull();
  await expect.poll(() => host.dryRuns.at(-1)?.parameters).toEqual({ 'max-drop': 1 });
  await write(page.getByLabelText('Most points of accuracy lost'), 'half a point');
  await expect.element(page.getByText('“half a” is not a number from 0 to 100. 1 stays.')).toBeVisible();
  await write(page.getByLabelText('Most points of accuracy lost'), '0.5');
  await expect.poll(() => host.dryRuns.at(-1)?.parameters).toEqual({ 'max-drop': 0.5 });
});

test('what was chosen survives the page, until the user comes for something else', async () => {
  const { host, store } = showPage('optimize', pageState('plan'));
  await page.getByTitle('Click to leave this layer as it is.').first().click();
  await expect.poll(() => host.dryRuns.at(-1)?.exclude).toEqual([3]);
  const kept = restoreUiState(JSON.parse(JSON.stringify(store.ui.value)));
  hidePage();
  const again = showPage('optimize', pageState('plan'), { ui: kept });
  await expect.poll(() => again.host.dryRuns.at(-1)).toEqual({ id: 'quantize-static', parameters: {}, exclude: [3] });
  again.store.receive({ focusPass: 'prune-channels', focusParameters: { macs: 0.75 } });
  await expect.poll(() => again.host.dryRuns.at(-1)).toEqual({ id: 'prune-channels', parameters: { macs: 0.75 } });
});

test('layers that were left as they are belong to one graph: another one is planned as a whole', async () => {
  const { host, store } = showPage('optimize', { ...pageState('plan'), skeletonHash: 'a' });
  await page.getByTitle('Click to leave this layer as it is.').first().click();
  await expect.poll(() => host.dryRuns.at(-1)?.exclude).toEqual([3]);
  store.receive({ skeletonHash: 'a', reading: 2 });
  const kept = restoreUiState(JSON.parse(JSON.stringify(store.ui.value)));
  hidePage();
  const again = showPage('optimize', { ...pageState('plan'), skeletonHash: 'a' }, { ui: kept });
  await expect.poll(() => again.host.dryRuns.at(-1)?.exclude).toEqual([3]);
  again.store.receive({ skeletonHash: 'b', reading: 3 });
  await expect.poll(() => again.host.dryRuns.at(-1)).toEqual({ id: 'quantize-static', parameters: {} });
});

test('a model without class scores is judged by how close its outputs are, with labels too', async () => {
  const state = pageState('plan');
  const outputs = [{ name: 'mask', dtype: 'float32' as const, shape: [1, 1, 64, 64] }];
  const model = state.model && { ...state.model, analysis: { ...state.model.analysis, outputs } };
  const { host, store } = showPage('optimize', { ...state, model, focusPass: 'mixed-precision' });
  await expect
    .element(page.getByText(/^No output looks like class scores, so a sample agrees when all outputs are within 10 %/))
    .toBeVisible();
  store.receive({ evaluation: { label: 'masks' } });
  await expect.poll(() => host.dryRuns.at(-1)?.parameters).toEqual({ 'min-agreement': 98 });
  expect(document.querySelector('.budget')?.hasAttribute('disabled')).toBe(false);
});

test('a result says how many samples have outputs within 10 %, and what that means for the budget', async () => {
  const state = pageState('result');
  const variants = state.variants.map(variant => {
    const { verification } = variant.result;
    if (verification?.top1Agreement === undefined) return variant;
    const { top1Agreement: closeAgreement, ...outputs } = verification;
    return { ...variant, result: { ...variant.result, verification: { ...outputs, closeAgreement } } };
  });
  showPage('optimize', { ...state, variants });
  await expect.element(page.getByText('3.03× faster, meets the accuracy budget')).toBeVisible();
  await expect.element(page.getByText('Outputs within 10 %, 500 samples').first()).toBeVisible();
});

test('a note begins with what matters most, and says the rest when asked', async () => {
  const state = pageState('result');
  const [first, ...others] = state.variants;
  if (first === undefined) throw new Error('The fixture has variants.');
  const notes = ['One.', 'Two.', 'Three.', 'Four.'];
  showPage('optimize', { ...state, variants: [{ ...first, result: { ...first.result, notes } }, ...others] });
  const note = document.querySelector('.verdict-note');
  expect([...(note?.querySelectorAll('p') ?? [])].map(line => line.textContent)).toEqual(['One.', 'Two.']);
  await page
    .getByRole('button', { name: /^\d More Remarks$/ })
    .first()
    .click();
  expect(note?.querySelectorAll('p').length).toBeGreaterThan(4);
});

test('sentences that decide are on show before all others', async () => {
  const state = pageState('result');
  const [first, ...others] = state.variants;
  if (first?.result.verification === undefined) throw new Error('The fixture has variants.');
  const verification = { ...first.result.verification, samples: 20, top1Agreement: { value: 0.95, low: 0.8, high: 0.99 } };
  const notes = ['One.', 'Two.', 'Three.', 'Four.'];
  showPage('optimize', { ...state, variants: [{ ...first, result: { ...first.result, notes, verification } }, ...others] });
  await expect.element(page.getByText('not certain for 98').first()).toBeVisible();
  const note = document.querySelector('.verdict-note');
  expect([...(note?.querySelectorAll('p') ?? [])].map(line => line.textContent)).toEqual([
    expect.stringMatching(/^20 samples give a wide interval/),
    expect.stringMatching(/^About .* more samples would decide\.$/),
  ]);
});

test('layers that got slower can be left out with one press', async () => {
  const state = pageState('result');
  const slowerLayers = { of: 50, layers: [{ layer: 3, beforeMs: 1, afterMs: 3 }] };
  const asked = [{ id: 'quantize-static', parameters: {} }];
  const [first, ...others] = state.variants;
  if (first === undefined) throw new Error('The fixture has variants.');
  const { host } = showPage('optimize', {
    ...state,
    variants: [{ ...first, result: { ...first.result, slowerLayers, asked } }, ...others],
  });
  await page.getByRole('button', { name: 'Only What Pays' }).click();
  expect(host.actions).toEqual([{ kind: 'onlyWhatPays', id: first.id }]);
});

test('the new file is written where the user says, or next to the model again', async () => {
  const { host, store } = showPage('optimize', pageState('plan'));
  await expect.element(page.getByText('resnet50.int8.onnx').first()).toBeVisible();
  await page.getByRole('button', { name: 'Browse…' }).last().click();
  expect(host.actions).toEqual([{ kind: 'chooseOutput', passIds: ['quantize-static'] }]);
  store.receive({ output: { path: '/variants/small.onnx', label: 'variants/small.onnx' } });
  await expect.element(page.getByTitle('/variants/small.onnx')).toHaveTextContent('variants/small.onnx');
  await page.getByRole('button', { name: 'Next to the Model' }).click();
  expect(host.actions.at(-1)).toEqual({ kind: 'clearOutput' });
});

test('a job that needed too much memory can be tried on half of the samples', async () => {
  const error = { reason: 'memory-limit', message: 'The model needed more than the 8 GB limit while calibrating.' } as const;
  const { host, store } = showPage('optimize', { ...pageState('plan'), error, failedJob: 'optimize' });
  await page.getByRole('button', { name: 'Use Fewer Samples' }).click();
  expect(host.actions).toEqual([{ kind: 'fewerSamples' }]);
  store.receive({ failedJob: 'profile' });
  await expect.element(page.getByRole('button', { name: 'Change Limit' })).toBeVisible();
  expect(document.querySelector('[data-action="fewerSamples"]')).toBeNull();
});

test('where nothing of the whole is estimated, the layers of the plan add up', async () => {
  const state = pageState('plan');
  const { store } = showPage('optimize', { ...state, suggestions: { offered: [], advice: [], declined: [], checks: 1 } });
  await expect.element(page.getByText('dry run, nothing written')).toBeVisible();
  await expect.element(page.getByText('measured after the run')).toBeVisible();
  store.receive({ calibration: undefined });
  await expect.element(page.getByText('not reported')).toBeVisible();
});

test('without data the budget is off', async () => {
  showPage('optimize', { ...pageState('plan'), calibration: undefined });
  await expect.poll(() => document.querySelector('.budget')?.hasAttribute('disabled')).toBe(true);
});

test('the result comes first, then what was not reviewed', async () => {
  const { host, store } = showPage('optimize', pageState('result'));
  const verdicts = [...document.querySelectorAll('.verdict h2')].map(heading => heading.textContent.trim());
  expect(verdicts).toEqual([
    '3.03× faster, meets the accuracy budget',
    'No measurable difference in latency',
    '1.37× slower',
    '1.41× faster, below the accuracy budget',
  ]);
  expect(document.activeElement?.textContent).toContain('3.03× faster');
  await page.getByRole('button', { name: 'Keep for Size' }).click();
  await page.getByRole('button', { name: 'Discard' }).nth(1).click();
  await page.getByRole('button', { name: 'Compare', exact: true }).first().click();
  await page.getByRole('button', { name: 'Compare as Text' }).first().click();
  expect(host.actions).toEqual([
    { kind: 'keepVariant', id: 25 },
    { kind: 'discardVariant', id: 26 },
    { kind: 'compareWithBaseline', id: 24 },
    { kind: 'compareAsText', id: 24 },
  ]);
  await page.getByRole('button', { name: 'Plan Another Change' }).click();
  expect(host.actions.at(-1)).toEqual({ kind: 'openOptimize' });
  store.receive({ result: undefined });
  await expect.element(page.getByRole('heading', { name: 'Methods' })).toBeVisible();
});

test('a model of microseconds has more runs than a call has arguments', async () => {
  const state = pageState('result');
  const variants = state.variants.map(variant => {
    const { latency } = variant.result;
    if (latency === undefined) return variant;
    const before = { ...latency.before, samplesMs: new Float64Array(300_000).fill(latency.before.medianMs) };
    return { ...variant, result: { ...variant.result, latency: { ...latency, before } } };
  });
  showPage('optimize', { ...state, variants });
  await expect.element(page.getByRole('img', { name: /^Runs of the baseline/ }).first()).toBeVisible();
});

test('a long word about a step leaves the name of the step readable', () => {
  const state = pageState('quantizing');
  if (state.job === undefined) throw new Error('The state has a job.');
  const steps = [{ title: 'Measure', state: 'running', detail: 'waiting for another measurement '.repeat(9) }] as const;
  showPage('optimize', { ...state, job: { ...state.job, progress: { ...state.job.progress, steps } } });
  const [title, detail] = [...document.querySelectorAll<HTMLElement>('.steps li > .nowrap, .steps li > .step-detail')];
  expect(title?.textContent).toBe('Measure');
  expect(title?.scrollWidth).toBeLessThanOrEqual(title?.offsetWidth ?? 0);
  expect(detail?.scrollWidth).toBeGreaterThan(detail?.clientWidth ?? 0);
});

test('a running job is shown with its steps', async () => {
  const { host } = showPage('optimize', pageState('quantizing'));
  await expect.element(page.getByText('Quantize to INT8: calibrating', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  expect(host.actions).toEqual([{ kind: 'cancelJob' }]);
});

test('the first samples are shown as the model sees them', async () => {
  const { host } = showPage('optimize', pageState('plan'));
  await expect.element(page.getByText('612 samples: 490 to calibrate, 122 to check. Below: the first 16.')).toBeVisible();
  await expect.poll(() => document.querySelectorAll('.sample-picture').length).toBe(6);
  const [picture] = document.querySelectorAll<HTMLCanvasElement>('.sample-picture');
  const middle = picture?.getContext('2d')?.getImageData(30, 48, 1, 1).data;
  expect([...(middle ?? [])]).toEqual([230, 180, 60, 255]);
  await expect
    .element(page.getByRole('img', { name: 'Values of “input”: −2.12 to 2.64, mean −0.0256, standard deviation 1.00' }))
    .toBeVisible();
  await page.getByRole('button', { name: 'Browse…' }).first().click();
  expect(host.actions).toEqual([{ kind: 'chooseCalibrationFolder' }]);
});

test('labelled data are chosen beside those that methods fit on', async () => {
  const { host, store } = showPage('optimize', pageState('plan'));
  await page.getByRole('button', { name: 'Choose Folder…' }).click();
  expect(host.actions).toEqual([{ kind: 'chooseEvaluation' }]);
  await expect.element(page.getByText('None: agreement with the original is measured, accuracy is not.')).toBeVisible();
  store.receive({ evaluation: { label: 'digits.eval' } });
  await expect.element(page.getByText('digits.eval')).toBeVisible();
  await expect.element(page.getByText(/^Accuracy is measured on all of it/)).toBeVisible();
});

test('data that were not scaled are flagged in words', async () => {
  showPage('optimize', pageState('planRaw'));
  await expect.element(page.getByText(/0 … 255\) look unnormalised: .* Divide them by 255/)).toBeVisible();
});

test('values of a table are shown in order, one strip per sample', async () => {
  const { host } = showPage('optimize', pageState('planTable'));
  await expect.poll(() => document.querySelectorAll('.value-strip').length).toBe(4);
  expect(document.querySelectorAll('.value-strip')[0]?.querySelectorAll('rect')).toHaveLength(30);
  await page.getByRole('button', { name: 'Browse…' }).first().click();
  expect(host.actions).toEqual([{ kind: 'chooseCalibration' }]);
});

test('made-up values are called meaningless, and nothing is read in Restricted Mode', async () => {
  showPage('optimize', pageState('planRandom'));
  await expect.element(page.getByText(/^These values are made up\. .* mean nothing/)).toBeVisible();
  showPage('optimize', { ...pageState('plan'), trust: 'restricted' });
  expect(document.querySelector('.data-preview')).toBeNull();
});

test('the time of each changed layer is estimated from its time now, until the plan is tried on data', async () => {
  const state = pageState('plan');
  const { host, store } = showPage('optimize', state);
  const estimate = page.getByTitle(/^Estimated: 0\.27 to 0\.55 times the time now, as seen on 3×3 convolutions/).first();
  await expect.element(estimate).toHaveTextContent(/^49\sµs – 100\sµs$/);
  const bars = document.querySelectorAll('.plan-row:has([title^="Estimated: 0.27"]) .estimate-bar');
  const [now = NaN, least = NaN, most = NaN] = Array.from(bars[0]?.children ?? [], bar => Number(bar.getAttribute('width')));
  expect(now).toBeGreaterThan(0);
  expect(least).toBeCloseTo(0.27 * now, 6);
  expect(most).toBeCloseTo((0.55 - 0.27) * now, 6);
  expect(document.querySelectorAll('.plan-row:not(:has([title^="Estimated"])) .estimate-bar .least')).toHaveLength(0);
  await page.getByRole('button', { name: 'Try on Data' }).click();
  const passes = [{ id: 'quantize-static', parameters: {} }];
  expect(host.actions).toEqual([{ kind: 'tryPasses', passes }]);
  const plan = await host.dryRun(passes);
  const layers = plan.layers.map(layer => ({ ...layer, errorDb: 31.5, outputDb: 48, triedMs: { before: 0.2, after: 0.081 } }));
  const tried = { source: 'data/val-images', kind: 'data', fitted: 490, heldBack: 122 } as const;
  store.receive({ trial: { passes, plan: { ...plan, layers, tried } } });
  await expect.element(page.getByText('Then, tried')).toBeVisible();
  await expect.element(page.getByTitle(/^Measured by trying it: 200\sµs before/).first()).toHaveTextContent(/^81\sµs$/);
  await expect.element(page.getByTitle(/48\.0\sdB reach the outputs/).first()).toHaveTextContent(/^31\.5\sdB$/);
});

test('several passes say what each does to the number of nodes, and layers what a variant is off by', async () => {
  const state = pageState('plan');
  const [first, ...others] = state.variants;
  if (first === undefined) throw new Error('no variant');
  const layerErrors = [{ layer: 3, tensor: 't', accumulatedDb: 27.5, localDb: 40, cosine: 0.999, maxAbs: 1 }];
  showPage('optimize', { ...state, variants: [{ ...first, result: { ...first.result, layerErrors } }, ...others] });
  expect(document.body.textContent).not.toContain('pass by pass');
  await page.getByText('Clean up', { exact: true }).click();
  await expect.element(page.getByText(/^Nodes, pass by pass: .+ 122 → 132, .+ 132 → 142$/)).toBeVisible();
  await expect.element(page.getByTitle('Measured: Quantization error, int8')).toHaveTextContent(/^27\.5\sdB$/);
});

test('without a profile the plan shows MACs, and says so', async () => {
  showPage('optimize', { ...pageState('plan'), profile: undefined });
  await expect.element(page.getByRole('columnheader', { name: 'MACs' })).toBeVisible();
  expect(document.querySelector('.estimate-bar')).toBeNull();
});

test('data that layerwise.json names are shown as what is used', async () => {
  const { host, store } = showPage('optimize', { ...pageState('plan'), calibration: undefined });
  host.previewSource = 'calibration.npz, named in layerwise.json';
  store.receive({ reading: 7 });
  await expect.element(page.getByTitle('calibration.npz, named in layerwise.json')).toBeVisible();
  expect(document.querySelector('.budget')?.hasAttribute('disabled')).toBe(false);
});

test('what was dismissed is a method like others, with its estimate', async () => {
  showPage('optimize', { ...pageState('plan'), dismissed: [{ rule: 'quantize-static', reason: 'later' }] });
  await expect.poll(() => document.querySelector('.plan-summary')?.textContent).toMatch(/57\.6.*18 – 24/s);
  await expect.poll(() => document.body.textContent).not.toContain('Not now');
});

test('a layer that is left as it is gets no nodes, in the tooltip neither', async () => {
  showPage('optimize', pageState('plan'));
  const added = () => document.querySelectorAll('.p8[title^="+"]').length;
  await expect.poll(added).toBeGreaterThan(0);
  const before = added();
  await page.getByTitle('Click to leave this layer as it is.').first().click();
  await expect.poll(added).toBe(before - 1);
});
