import { expect, it } from 'vitest';
import { quantizationErrorColumns } from '../../../../src/shared/report/quantizationErrorColumns';

const error = (layer: number, accumulatedDb: number, localDb: number, cosine = 1) => ({
  layer,
  tensor: `t${layer}`,
  accumulatedDb,
  localDb,
  cosine,
  maxAbs: 0.1,
});

it('puts the worst output of a layer on its anchor, with low values hot', () => {
  const [accumulated, own, cosine] = quantizationErrorColumns(
    4,
    [error(1, 40, 50, 0.999), error(1, 28, 60, 0.99), error(3, Infinity, Infinity), error(9, 1, 1)],
    'int8',
  );
  expect([...(accumulated?.values ?? [])]).toEqual([NaN, 28, NaN, Infinity]);
  expect([...(own?.values ?? [])]).toEqual([NaN, 50, NaN, Infinity]);
  expect([...(cosine?.values ?? [])]).toEqual([NaN, 0.99, NaN, 1]);
  expect(cosine).toMatchObject({ title: 'Cosine similarity, int8', domain: [0.99, 0.9999], direction: 'low-is-hot' });
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
