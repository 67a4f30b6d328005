import { expect, it } from 'vitest';
import { PASSES } from '../../../../src/optimize/passes';
import { reportVariant } from '../../../../src/report/reportVariant';
import { FITTED_PASSES, fittedOnRandomInputs } from '../../../../src/shared/report/fittedOnRandomInputs';
import { sampleOptimizeResult } from '../../../engine/sampleOptimizeResult';

const data = { source: 'random inputs', kind: 'synthetic', fitted: 8, heldBack: 8 } as const;
const made = (id: string) => ({
  ...sampleOptimizeResult('/net.onnx', `/net.${id}.onnx`),
  data,
  passes: [{ id, parameters: {}, changedNodes: 1, skipped: [], notes: [] }],
});

it('knows the passes that need calibration', () => {
  const inTable = PASSES.flatMap(({ description: { id, needs } }) => (needs === 'calibration' ? [id] : []));
  expect(FITTED_PASSES).toEqual(new Set(inTable));
});

it('says random calibration of what was fitted to random inputs, not of what was only verified with them', () => {
  expect(fittedOnRandomInputs(made('quantize-static'))).toBe(true);
  expect(fittedOnRandomInputs(made('clean'))).toBe(false);
  expect(fittedOnRandomInputs({ ...made('quantize-static'), data: { ...data, kind: 'data' } })).toBe(false);
});

it('is what a report says as well', () => {
  const fittedOn = (id: string, kind: 'data' | 'synthetic') => {
    const result = { ...made(id), data: { ...data, kind } };
    return reportVariant({ path: result.output, parent: '/net.onnx', name: id, bytes: 1, state: 'kept', result }).fittedOn;
  };
  expect([fittedOn('quantize-static', 'synthetic'), fittedOn('quantize-static', 'data')]).toEqual(['random calibration', '8 samples']);
  expect([fittedOn('clean', 'synthetic'), fittedOn('clean', 'data')]).toEqual(['', '']);
});
