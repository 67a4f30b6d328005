import { expect, test } from 'vitest';
import type { Variant } from '../../../src/shared/report/variant';
import { errorColumns } from '../../../webview/views/model/errorColumns';
import { optimizeResult } from '../fixtures/optimizeFixtures';

const errors = [{ layer: 0, tensor: 't', accumulatedDb: 30, localDb: 40, maxAbs: 1 }];
function variant(name: string, parent: string, isCompared: boolean): Variant {
  const result = {
    ...optimizeResult({ pass: 'quantize-static', afterMs: 20, verdict: 'faster', bytes: 1 }),
    ...(isCompared && { layerErrors: errors }),
  };
  return { path: `/m.${name}.onnx`, name, parent, bytes: 1, state: 'kept', result };
}

test('the quantization error is that of the newest direct variant that was compared', () => {
  const variants = [
    variant('int8', '/m.onnx', true),
    variant('w4', '/m.onnx', true),
    variant('clean', '/m.onnx', false),
    variant('deep', '/m.w4.onnx', true),
  ];
  expect(errorColumns(variants, 2)?.map(({ title }) => title)).toEqual(['Quantization error, w4', 'Quantization error by itself, w4']);
  expect(errorColumns([variant('clean', '/m.onnx', false)], 2)).toBeUndefined();
});
