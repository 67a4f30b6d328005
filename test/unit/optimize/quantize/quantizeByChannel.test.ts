import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matrixOrder } from '../../../../src/optimize/quantize/depthOrder';
import { quantizeByChannel } from '../../../../src/optimize/quantize/quantizeByChannel';
import { chooseScales, orderAsStored, orderByChannel, quantizeRows } from '../../../../src/optimize/quantize/quantizedWeight';
import { transposeMatrix } from '../../../../src/optimize/transposeMatrix';
import { noise } from '../../../fixtures/sketchGraph';

describe('a matrix that is quantized some channels at a time', () => {
  it('has the integers and scales of the whole, however it is stored and whatever range it has', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 150 }),
        fc.integer({ min: 1, max: 9 }),
        fc.nat(),
        fc.constantFrom('full' as const, 'pairs' as const, '7-bit' as const),
        (channels, depth, seed, range) => {
          const matrix = Float32Array.from(noise(channels * depth, seed));
          const order = matrixOrder([depth, channels], 1);
          const ordered = orderByChannel(matrix, order);
          const scales = chooseScales(ordered, channels, range);
          const whole = { values: orderAsStored(quantizeRows(ordered, scales, range), order), scales };
          const turned = transposeMatrix(matrix, depth, channels);
          expect(quantizeByChannel({ values: matrix, channels, depth, channelAxis: 1 }, range)).toEqual(whole);
          expect(quantizeByChannel({ values: turned, channels, depth, channelAxis: 0 }, range)).toEqual(whole);
        },
      ),
    ));
});
