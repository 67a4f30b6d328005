import { expect, it } from 'vitest';
import { quantizationErrorColumns } from '../../../../src/shared/report/quantizationErrorColumns';

const error = (layer: number, accumulatedDb: number, localDb: number) => ({
  layer,
  tensor: `t${layer}`,
  accumulatedDb,
  localDb,
  maxAbs: 0.1,
});

it('puts the worst output of a layer on its anchor, with low values hot', () => {
  const [accumulated, own] = quantizationErrorColumns(
    4,
    [error(1, 40, 50), error(1, 28, 60), error(3, Infinity, Infinity), error(9, 1, 1)],
    'int8',
  );
  expect([...(accumulated?.values ?? [])]).toEqual([NaN, 28, NaN, Infinity]);
  expect([...(own?.values ?? [])]).toEqual([NaN, 50, NaN, Infinity]);
  expect(accumulated).toMatchObject({
    title: 'Quantization error, int8',
    domain: [28, 45],
    direction: 'low-is-hot',
    aggregation: { kind: 'worst' },
  });
  expect([...(accumulated?.basis ?? [])]).toEqual([0, 2, 0, 2]);
});

it('keeps a scale where every layer is close', () => {
  const [accumulated] = quantizationErrorColumns(1, [error(0, 80, 90)], 'w4');
  expect(accumulated?.domain).toEqual([44, 45]);
});
