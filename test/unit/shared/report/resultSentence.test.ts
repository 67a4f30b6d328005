import { expect, it } from 'vitest';
import type { OptimizeResult } from '../../../../src/shared/report/optimizeResult';
import { resultSentence } from '../../../../src/shared/report/resultSentence';
import { optimizeResult } from '../../../webview/fixtures/optimizeFixtures';

const BUDGETS = { drop: 0.01, agreement: 0.98 };

function said(result: OptimizeResult): string {
  return resultSentence({ path: '/models/m.int8.onnx', result }, BUDGETS);
}

const faster = { pass: 'quantize-static', afterMs: 19.2, verdict: 'faster', bytes: 26e6 } as const;

it('a result that is faster is told with its budget, as the card does', () => {
  expect(said(optimizeResult({ ...faster, agreement: [0.994, 0.983, 0.998] }))).toBe(
    'm.int8.onnx: 3.00× faster, meets the accuracy budget.',
  );
  expect(said(optimizeResult({ ...faster, agreement: [0.96, 0.94, 0.97] }))).toBe('m.int8.onnx: 3.00× faster, below the accuracy budget.');
  expect(said(optimizeResult({ ...faster, agreement: [0.985, 0.97, 0.993] }))).toBe('m.int8.onnx: 3.00× faster, budget not certain.');
  expect(said(optimizeResult(faster))).toBe('m.int8.onnx: 3.00× faster.');
});

it('one that is not says nothing of the budget', () => {
  const slower = optimizeResult({ ...faster, verdict: 'slower', afterMs: 115.2, agreement: [0.994, 0.983, 0.998] });
  expect(said(slower)).toBe('m.int8.onnx: 2.00× slower.');
  expect(said({ ...slower, latency: undefined })).toBe('m.int8.onnx was written. Its latency was not measured.');
});
