import { describe, expect, test } from 'vitest';
import type { PassDescription } from '../../../src/shared/report/passDescription';
import { variantFileName } from '../../../src/shared/report/variantFileName';
import { axisTicks } from '../../../webview/ui/axisTicks';
import { measuredHere } from '../../../webview/views/details/offerNote';
import { buildLayerModel } from '../../../webview/views/model/buildLayerModel';
import { suggestedFor, type Goal } from '../../../webview/views/optimize/goal';
import {
  NOTHING_CHOSEN,
  passCalls,
  setParameter,
  toggleExcluded,
  togglePass,
  type PassChoice,
} from '../../../webview/views/optimize/passChoice';
import { resultRows } from '../../../webview/views/optimize/resultRows';
import { verdictOf } from '../../../webview/views/optimize/verdict';
import { gainText } from '../../../webview/views/page/suggestionText';
import { lineageLevels } from '../../../webview/views/sidePanel/lineageLevels';
import { measuredBy } from '../../../webview/views/sidePanel/measuredBy';
import { recordedModel } from '../fixtures/recordedModel';
import { optimizeResult, PASSES, SUGGESTIONS, VARIANTS } from '../fixtures/optimizeFixtures';

const BUDGETS = { drop: 0.01, agreement: 0.98 };
const faster = { pass: 'quantize-static', afterMs: 19, verdict: 'faster', bytes: 26e6 } as const;

describe('the verdict', () => {
  test('meets the budget only with the whole interval', () => {
    const meets = verdictOf(optimizeResult({ ...faster, agreement: [0.994, 0.983, 0.998] }), BUDGETS);
    expect(meets).toMatchObject({
      words: '3.03× faster, meets the accuracy budget',
      icon: 'pass',
      keep: { title: 'Keep', isPrimary: true },
    });
    const below = verdictOf(optimizeResult({ ...faster, agreement: [0.962, 0.941, 0.976] }), BUDGETS);
    expect(below).toMatchObject({ words: '3.03× faster, below the accuracy budget', keep: { isPrimary: false } });
  });

  test('says how many samples would decide an uncertain budget', () => {
    const verdict = verdictOf(optimizeResult({ ...faster, agreement: [0.985, 0.97, 0.993] }), BUDGETS);
    expect(verdict.words).toBe('3.03× faster, budget not certain');
    expect(verdict.samplesToDecide).toBe(2600);
  });

  test('says nothing of a budget without data', () => {
    const verdict = verdictOf(optimizeResult(faster), BUDGETS);
    expect(verdict).toMatchObject({ words: '3.03× faster', budget: undefined, keep: { isPrimary: false } });
  });

  test('never praises a slower, equal or noisy result', () => {
    expect(verdictOf(optimizeResult({ ...faster, afterMs: 78.8, verdict: 'slower' }), BUDGETS)).toMatchObject({
      words: '1.37× slower',
      keep: undefined,
    });
    const same = { ...faster, afterMs: 57.9, verdict: 'no measurable difference' } as const;
    expect(verdictOf(optimizeResult(same), BUDGETS)).toMatchObject({
      words: 'No measurable difference in latency',
      keep: { title: 'Keep for Size' },
    });
    expect(verdictOf(optimizeResult({ ...same, bytes: 101e6 }), BUDGETS).keep).toBeUndefined();
    expect(verdictOf(optimizeResult({ ...faster, verdict: 'too noisy' }), BUDGETS).words).toBe('Too noisy to tell');
  });

  test('puts wrong outputs before speed', () => {
    const result = optimizeResult({ ...faster, agreement: [0.1, 0.05, 0.2] });
    const verification = result.verification === undefined ? undefined : { ...result.verification, verdict: 'broken' as const };
    expect(verdictOf({ ...result, verification }, BUDGETS)).toMatchObject({
      words: 'The outputs are wrong',
      icon: 'error',
      keep: undefined,
    });
  });
});

test('the table of a result has value, interval and change', () => {
  const result = optimizeResult({ ...faster, agreement: [0.994, 0.983, 0.998] });
  const rows = resultRows(result, verdictOf(result, BUDGETS), BUDGETS);
  expect(rows.map(({ title }) => title)).toEqual([
    'Latency, median of 40',
    'Top-1 agreement, 500 samples',
    'Outputs, 500 samples',
    'File size',
    'Nodes',
    'Layers that run in INT8',
  ]);
  expect(rows[0]?.change).toEqual({ text: '−38.6\u202fms', aside: '−39.3 … −37.9' });
  expect(rows[1]?.change.text).toBe('meets 98\u202f%');
  expect(rows[3]?.change.text).toBe('−75\u202f%');
  expect(rows[3]?.after).toMatchObject({ text: '26.0\u202fMB', exact: '26,000,000 bytes' });
});

test('with labels the drop of accuracy is what the budget is held against', () => {
  const result = optimizeResult({ ...faster, agreement: [0.9, 0.88, 0.92] });
  const share = { value: 0.98, low: 0.97, high: 0.99 };
  const labelled = (drop: { readonly value: number; readonly low: number; readonly high: number }) => {
    const metric = { name: 'accuracy', samples: 1000, before: share, after: share, drop } as const;
    return { ...result, verification: { ...result.verification!, metric } };
  };
  const kept = labelled({ value: 0.001, low: -0.002, high: 0.004 });
  const verdict = verdictOf(kept, BUDGETS);
  expect(verdict).toMatchObject({ budget: 'meets', judgedBy: 'drop', keep: { isPrimary: true } });
  expect(resultRows(kept, verdict, BUDGETS)[1]?.change.aside).toBe('meets a drop of 1 point');
  expect(verdictOf(labelled({ value: 0.02, low: 0.015, high: 0.03 }), BUDGETS).budget).toBe('below');
  expect(verdictOf(labelled({ value: 0.008, low: 0.003, high: 0.015 }), BUDGETS).budget).toBe('not certain');
});

test('an axis has readable ends', () => {
  expect(axisTicks(0, 59)).toEqual({ from: 0, to: 60, ticks: [0, 20, 40, 60] });
  const close = axisTicks(56.7, 60.4);
  expect([close.from, close.to]).toEqual([56, 61]);
  expect(axisTicks(5, 5).ticks.length).toBeGreaterThan(1);
});

test('a budget that the pass itself was given and judged is the one of the verdict', () => {
  const result = optimizeResult({ ...faster, agreement: [1, 0.912, 1] });
  const budget = { kind: 'min-agreement', limit: 0.98 } as const;
  const judged = { budget, value: 1, bound: 0.985, samples: 200, state: 'meets' } as const;
  expect(verdictOf(result, BUDGETS).budget).toBe('not certain');
  const passes = result.passes.map(pass => ({ ...pass, budget: judged }));
  expect(verdictOf({ ...result, passes }, BUDGETS)).toMatchObject({ budget: 'meets', samplesToDecide: undefined });
});

const AGREEMENT = { kind: 'min-agreement', limit: 98.5 } as const;
const NUMBER = { title: '', type: 'number', description: '' } as const;
/** Works within a budget, and depends on the processor. */
const MIXED: PassDescription = {
  ...PASSES[0]!,
  id: 'mixed-precision',
  parameters: ['max-drop', 'min-agreement', 'range'].map(name => ({ ...NUMBER, name })),
};

test('what is suggested for a goal: most time, or most bytes for sure', () => {
  const ids = (goal: Goal) => suggestedFor(goal, SUGGESTIONS.offered).map(({ pass }) => pass);
  expect(ids('latency')).toEqual(['quantize-static']);
  expect(ids('size')).toEqual(['float16']);
  expect(ids('both')).toEqual(['quantize-static', 'float16']);
  expect(suggestedFor('both', [])).toEqual([]);
});

describe('a choice of passes', () => {
  const chosen = togglePass(togglePass(NOTHING_CHOSEN, 'clean', true), 'quantize-static', true);

  test('runs in the order of the table, with what was set and excluded', () => {
    const choice = toggleExcluded(setParameter(chosen, 'quantize-static', 'calibration', 'percentile'), 7);
    expect(passCalls(PASSES, choice, { budget: AGREEMENT, only: [] })).toEqual([
      { id: 'quantize-static', parameters: { calibration: 'percentile' }, exclude: [7] },
      { id: 'clean', parameters: {}, exclude: [7] },
    ]);
    expect(passCalls(PASSES, togglePass(chosen, 'clean', false), { budget: AGREEMENT, only: [3] })[0]).toEqual({
      id: 'quantize-static',
      parameters: {},
      only: [3],
    });
  });

  test('gives a pass that works within a budget the one of the form: of points or of agreement, never both', () => {
    const own = { ...NOTHING_CHOSEN, chosen: ['mixed-precision'], parameters: { 'mixed-precision': { 'min-agreement': 90, x: 1 } } };
    expect(passCalls([MIXED], own, { budget: AGREEMENT, only: [] })[0]?.parameters).toEqual({ 'min-agreement': 98.5, x: 1 });
    expect(passCalls([MIXED], own, { budget: { kind: 'max-drop', limit: 0.5 }, only: [] })[0]?.parameters).toEqual({
      'max-drop': 0.5,
      x: 1,
    });
  });

  test('tells passes where their result is to run, unless they were told themselves', () => {
    const calls = (choice: PassChoice) => passCalls([MIXED, PASSES[3]!], choice, { budget: AGREEMENT, only: [] });
    const both = { ...NOTHING_CHOSEN, chosen: ['mixed-precision', 'clean'], processor: 'saturating' } as const;
    expect(calls(both).map(({ parameters }) => parameters['range'])).toEqual(['pairs', undefined]);
    expect(calls({ ...both, processor: 'exact' })[0]?.parameters['range']).toBe('full');
    expect(calls({ ...both, processor: 'this' })[0]?.parameters).not.toHaveProperty('range');
    expect(calls(setParameter(both, 'mixed-precision', 'range', '7-bit'))[0]?.parameters['range']).toBe('7-bit');
  });

  test('names the file that will be written', () => {
    expect(variantFileName('resnet50.onnx', ['int8', '', 'clean', 'int8'])).toBe('resnet50.int8-clean.onnx');
    expect(variantFileName('resnet50.onnx', [])).toBe('resnet50.onnx');
    expect(variantFileName('net.v2.ort', ['w4'], 3)).toBe('net.v2.w4-3.onnx');
    expect(variantFileName('.onnx', ['w4'])).toBe('.onnx.w4.onnx');
    expect(variantFileName('net', ['w4'])).toBe('net.w4.onnx');
  });

  test('is undone by choosing again', () => {
    expect(toggleExcluded(toggleExcluded(chosen, 7), 7).excluded).toEqual([]);
    expect(setParameter(setParameter(chosen, 'a', 'b', 1), 'a', 'b', undefined).parameters['a']).toEqual({});
  });
});

test('gains are ranges with one unit', () => {
  expect(gainText({ metric: 'latencyMs', before: 57.6, low: 18, high: 24, basis: 'estimated', from: '' })).toBe('57.6 → 18 – 24\u202fms');
  expect(gainText({ metric: 'weightBytes', before: 102e6, low: 51.1e6, high: 51.1e6, basis: 'estimated', from: '' })).toBe(
    '102 → 51.1\u202fMB',
  );
  expect(gainText({ metric: 'latencyMs', before: 1.2, low: 0.5, high: 0.7, basis: 'estimated', from: '' })).toBe(
    '1.20\u202fms → 500 – 700\u202fµs',
  );
});

test('variants know how far they are from the model, and what they tried', () => {
  expect(lineageLevels(VARIANTS)).toEqual([1, 1, 1, 2]);
  const [quantize, prune] = SUGGESTIONS.offered;
  if (quantize === undefined || prune === undefined) throw new Error('No suggestions');
  expect(measuredBy(quantize, VARIANTS, '')).toBe(VARIANTS[0]);
  expect(measuredBy(quantize, VARIANTS, 'of another graph')).toBeUndefined();
  expect(measuredBy({ ...prune, parameters: { macs: 0.5 } }, VARIANTS, '')).toBeUndefined();
});

test('a layer that a variant left alone is not called measured in it', () => {
  const { view, profile } = recordedModel('resnet50');
  const [layer] = buildLayerModel(view, profile, 'kernels').layers;
  const [variant] = VARIANTS;
  const [quantize] = SUGGESTIONS.offered;
  if (layer === undefined || variant === undefined || quantize === undefined) throw new Error('The fixtures hold these.');
  const nodeMs = Float64Array.from(view.nodeOps, (_, node) => (node === layer.node ? 1.5 : NaN));
  const known = { path: variant.path, times: { nodeMs, lowMs: nodeMs, highMs: nodeMs, unmatched: [], floorMs: 0.02, date: '' } };
  const skipping = (skipped: readonly { layer: number; reason: string }[]): typeof variant => ({
    ...variant,
    result: { ...variant.result, passes: variant.result.passes.map(outcome => ({ ...outcome, skipped })) },
  });
  expect(measuredHere(layer, quantize, skipping([]), known)).toBe('measured in int8: 1.50\u202fms');
  const left = skipping([{ layer: layer.node, reason: 'chosen so' }]);
  expect(measuredHere(layer, quantize, left, known)).toBe('left as it is in int8: 1.50\u202fms');
  expect(measuredHere(layer, quantize, left, undefined)).toBe('left as it is in int8');
});
