import { expect, test } from 'vitest';
import type { ListedVariant } from '../../../src/shared/report/variant';
import { errorColumns } from '../../../src/shared/report/errorColumns';
import { optimizeResult } from '../fixtures/optimizeFixtures';

const errors = [{ layer: 0, tensor: 't', accumulatedDb: 30, localDb: 40, cosine: 0.9995, maxAbs: 1 }];
function variant(name: string, parent: string, isCompared: boolean): ListedVariant {
  const result = {
    ...optimizeResult({ pass: 'quantize-static', afterMs: 20, verdict: 'faster', bytes: 1 }),
    ...(isCompared && { layerErrors: errors }),
  };
  return { id: 0, path: `/m.${name}.onnx`, name, parent, bytes: 1, state: 'kept', result };
}

test('the quantization error is that of the newest direct variant that was compared', () => {
  const variants = [
    variant('int8', '/m.onnx', true),
    variant('w4', '/m.onnx', true),
    variant('clean', '/m.onnx', false),
    variant('deep', '/m.w4.onnx', true),
  ];
  const columns = errorColumns({ variants, trial: undefined }, 2);
  expect(columns?.map(({ title }) => title)).toEqual([
    'Quantization error, w4',
    'Quantization error by itself, w4',
    'Cosine similarity, w4',
  ]);
  expect(columns?.[2]).toMatchObject({ id: 'cosine', unit: 'cosine', direction: 'low-is-hot', domain: [0.9995, 0.9999] });
  expect([...(columns?.[2]?.values ?? [])]).toEqual([0.9995, NaN]);
  expect(errorColumns({ variants: [variant('clean', '/m.onnx', false)], trial: undefined }, 2)).toBeUndefined();
});

test('what passes are expected to add is there before anything was written', () => {
  const layer = { action: 'change', detail: '', precisionBefore: 'FP32', precisionAfter: 'INT8' } as const;
  const layers = [{ ...layer, node: 0, errorDb: 21 }, { ...layer, node: 1, action: 'skip' } as const];
  const plan = { pass: 'quantize-static', passes: [], layers, nodesBefore: 2, nodesAfter: 5, notes: [] };
  const [expected, ...others] = errorColumns({ variants: [], trial: { passes: [], plan } }, 2) ?? [];
  expect(others).toEqual([]);
  expect(expected).toMatchObject({ id: 'expectedErrorDb', direction: 'low-is-hot', aggregation: { kind: 'worst' }, domain: [21, 45] });
  expect([...(expected?.values ?? [])]).toEqual([21, NaN]);
  const exact = { ...plan, layers: layers.slice(1) };
  expect(errorColumns({ variants: [], trial: { passes: [], plan: exact } }, 2)).toBeUndefined();
});
