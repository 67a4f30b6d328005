import { expect, it } from 'vitest';
import { neededBy } from '../../../src/host/documents/neededBy';
import type { ModelView } from '../../../src/shared/report/modelView';
import { smallView } from './modelState';

it('a node needs what leads to it, in whatever order the file has it, and nothing beside it', () => {
  // 0: a → b; 1: a → c; 2: b, c → d; 3: a → e. Tensors a…e are 0…4; an omitted input is −1.
  const view: ModelView = {
    ...smallView(),
    nodeOps: ['Relu', 'Abs', 'Add', 'Neg'],
    inputStart: Int32Array.of(0, 1, 2, 5, 6),
    inputs: Int32Array.of(0, 0, 1, 2, -1, 0),
    outputStart: Int32Array.of(0, 1, 2, 3, 4),
    outputs: Int32Array.of(1, 2, 3, 4),
  };
  expect(neededBy(view, 2)).toEqual([0, 1, 2]);
  expect(neededBy(view, 3)).toEqual([3]);
});
