import { expect, it } from 'vitest';
import type { LayerPlan } from '../../../../src/shared/report/passDescription';
import { mergePlans } from '../../../../src/worker/optimize/mergePlans';

const layer = (node: number, action: LayerPlan['action'], detail: string, after = 'FP32'): LayerPlan => ({
  ...{ node, action, detail, precisionBefore: 'FP32', precisionAfter: after },
});

it('plans of passes that run one after the other are one plan', () => {
  const merged = mergePlans([
    { layers: [layer(3, 'skip', 'narrow'), layer(2, 'skip', 'no'), layer(1, 'change', 'one')] },
    { layers: [layer(2, 'change', 'two', 'INT8'), layer(1, 'change', 'INT8', 'INT8'), layer(3, 'skip', 'few products')] },
  ]);
  expect(merged.map(({ node, action, detail, precisionAfter }) => [node, action, detail, precisionAfter])).toEqual([
    [1, 'change', 'one, INT8', 'INT8'],
    [2, 'change', 'two', 'INT8'],
    [3, 'skip', 'narrow; few products', 'FP32'],
  ]);
});
