import { expect, it } from 'vitest';
import { DEFAULT_BUDGETS } from '../../../../src/shared/report/budgetState';
import { judgeBudget } from '../../../../src/shared/report/judgeBudget';
import { sampleOptimizeResult } from '../../../engine/sampleOptimizeResult';

const plain = sampleOptimizeResult('/net.onnx', '/net.int8.onnx');
const drop = { value: 0, low: -0.001, high: 0.001 };
const verification = { samples: 8, inputs: 'data', maxAbs: 0, sqnrDb: Infinity, cosine: 1, verdict: 'equal' } as const;
const metric = { name: 'accuracy' as const, samples: 8, before: drop, after: drop, drop };

it('says nothing about budgets that nobody gave, except what a pass that was given one has judged', () => {
  const result = { ...plain, verification: { ...verification, metric } };
  expect(judgeBudget(result, DEFAULT_BUDGETS).budget).toBe('meets');
  expect(judgeBudget(result, undefined).budget).toBeUndefined();
  const budget = { budget: { kind: 'max-drop' as const, limit: 0.1 }, value: 0.2, bound: 0.3, samples: 9, state: 'below' as const };
  const passes = result.passes.map(pass => ({ ...pass, budget }));
  expect(judgeBudget({ ...result, passes }, undefined)).toMatchObject({ budget: 'below', judgedBy: 'pass' });
});

it('holds an agreement against the budget whatever the outputs are, unless they were made of random inputs', () => {
  const share = { value: 0.99, low: 0.985, high: 0.995 };
  const close = { ...plain, verification: { ...verification, closeAgreement: share } };
  expect(judgeBudget(close, DEFAULT_BUDGETS)).toMatchObject({ budget: 'meets', judgedBy: 'agreement' });
  expect(judgeBudget(close, { ...DEFAULT_BUDGETS, agreement: 0.999 }).budget).toBe('below');
  const uncertain = judgeBudget({ ...plain, verification: { ...verification, closeAgreement: { ...share, low: 0.9 } } }, DEFAULT_BUDGETS);
  expect(uncertain.budget).toBe('not certain');
  expect(uncertain.samplesToDecide).toBeGreaterThan(0);
  const synthetic = { ...plain, verification: { ...close.verification, inputs: 'synthetic' as const } };
  expect(judgeBudget(synthetic, DEFAULT_BUDGETS).budget).toBeUndefined();
});
