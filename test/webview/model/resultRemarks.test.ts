import { expect, test } from 'vitest';
import type { ModelState } from '../../../src/shared/protocol/hostWebview';
import type { PassCall } from '../../../src/shared/report/jobRequest';
import type { OptimizeResult } from '../../../src/shared/report/optimizeResult';
import { resultRemarks } from '../../../webview/views/optimize/resultRemarks';
import { optimizeResult, VARIANTS } from '../fixtures/optimizeFixtures';
import { pageState } from '../fixtures/pageStates';

const READY = pageState('ready');
const RESULT = optimizeResult({ pass: 'quantize-static', afterMs: 19, verdict: 'faster', bytes: 26e6, agreement: [0.9, 0.82, 0.95] });
const [INT8] = VARIANTS;

function remarks(result: Partial<OptimizeResult>, parent = INT8?.parent ?? '', known: Partial<ModelState> = {}): string {
  const shown = resultRemarks({ parent, result: { ...RESULT, ...result } }, { samplesToDecide: undefined }, { ...READY, ...known });
  return [...shown.deciding, ...shown.further].join('\n');
}

const skip = (...layers: readonly number[]) => ({
  passes: RESULT.passes.map(pass => ({ ...pass, skipped: layers.map(layer => ({ layer, reason: '' })) })),
});

test('layers that stay as they are have their names where the variant was made from this model, and they are its nodes', () => {
  const { model } = READY;
  const name = model?.analysis.hierarchy.layerNames[3] ?? '';
  expect(name).not.toBe('');
  expect(remarks(skip(3))).toContain(`1 layer stays FP32: ${name}.`);
  expect(remarks(skip(3, model?.nodeNames.length ?? 0))).toContain(`1 layer stays FP32: ${name}.`);
  expect(remarks(skip(model?.nodeNames.length ?? 0))).not.toContain('FP32');
  expect(remarks(skip(3), INT8?.path)).not.toContain('FP32');
});

test('the estimate is that of what was done: the same pass and parameters, on all layers of this model', () => {
  const asked = (call: Partial<PassCall>) => ({ asked: [{ id: 'prune-channels', parameters: { macs: 0.75 }, ...call }] });
  expect(remarks(asked({}))).toContain('Estimate was 39 – 46\u202fms.');
  for (const call of [{ only: [5] }, { exclude: [5] }, { parameters: { macs: 0.5 } }])
    expect(remarks(asked(call))).not.toContain('Estimate');
  expect(remarks(asked({ exclude: [] }))).toContain('Estimate');
  expect(remarks(asked({}), INT8?.path)).not.toContain('Estimate');
});

test('few samples give an interval with the digits of its value', () => {
  const { verification } = RESULT;
  if (verification === undefined) throw new Error('The result has a verification.');
  const text = remarks({ verification: { ...verification, samples: 60 } });
  expect(text).toContain('60 samples give a wide interval (82.0\u2009–\u200995.0\u202f%). Use at least 200.');
});

test('what decides comes first: random inputs, few samples, how many more, and what is said of broken outputs', () => {
  const { verification } = RESULT;
  if (verification === undefined) throw new Error('The result has a verification.');
  const of = (result: Partial<OptimizeResult>, samplesToDecide?: number) =>
    resultRemarks({ parent: '', result: { ...RESULT, notes: ['One.'], ...result } }, { samplesToDecide }, READY);
  const few = of({ verification: { ...verification, samples: 60 } }, 140);
  expect(few.deciding).toEqual([expect.stringMatching(/^60 samples give a wide interval/), 'About 140 more samples would decide.']);
  expect(few.further[0]).toBe('One.');
  expect(of({ verification: { ...verification, inputs: 'synthetic' } }).deciding[0]).toMatch(
    /agreement is not reported and the budget is off/,
  );
  expect(of({ verification: { ...verification, verdict: 'broken' } })).toMatchObject({ deciding: ['One.'] });
});
