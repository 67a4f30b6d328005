import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChannelRows } from '../../../../src/optimize/quantize/channelRows';
import { quantizeByChannel } from '../../../../src/optimize/quantize/quantizeByChannel';
import { chooseScales, quantizeRows } from '../../../../src/optimize/quantize/quantizedWeight';
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
          const turned = transposeMatrix(matrix, depth, channels);
          const scales = chooseScales(turned, channels, range);
          const levels = Float32Array.from(quantizeRows(turned, scales, range));
          const whole = { values: Int8Array.from(transposeMatrix(levels, channels, depth)), scales };
          expect(quantizeByChannel({ values: matrix, channels, depth, channelAxis: 1 }, range)).toEqual(whole);
          expect(quantizeByChannel({ values: turned, channels, depth, channelAxis: 0 }, range)).toEqual(whole);
        },
      ),
    ));
});

describe('channels of a convolution’s weight', () => {
  const SIZE = fc.integer({ min: 1, max: 4 });

  it('stand with input channels innermost, and go back to where they were', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 130 }), SIZE, SIZE, SIZE, (channels, inputs, height, width) => {
        const rows = ChannelRows.ofConv([channels, inputs, height, width]);
        const place = (channel: number, input: number, position: number): number => (channel * inputs + input) * height * width + position;
        const stored = Int8Array.from({ length: channels * rows.depth }, (_, index) => index % 127);
        const back = new Int8Array(stored.length);
        for (const part of rows.parts()) {
          const own = rows.read(stored, part);
          expect(rows.read(Float32Array.from(stored), part)).toEqual(Float32Array.from(own));
          for (let row = 0; row < part.count; row++)
            for (let k = 0; k < rows.depth; k++)
              expect(own[row * rows.depth + k]).toBe(stored[place(part.first + row, k % inputs, Math.floor(k / inputs))]);
          rows.write(own, part, back);
        }
        expect(back).toEqual(stored);
      }),
      { numRuns: 40 },
    ));
});
