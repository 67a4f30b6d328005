import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dequantize, type BlockFormat } from '../../../../src/optimize/quantize/blockwise/blockGrid';
import { packNibbles, packRows } from '../../../../src/optimize/quantize/blockwise/packNibbles';
import { quantizeMatrix, type RoundingMethod } from '../../../../src/optimize/quantize/blockwise/quantizeMatrix';
import { decodeRaw } from '../../../../src/onnx/tensors/decodeRaw';
import { noise } from '../../../fixtures/sketchGraph';

const codes = fc.uint8Array({ max: 15, maxLength: 70 });
const formats: fc.Arbitrary<BlockFormat> = fc.record({
  bits: fc.constantFrom(4 as const, 8 as const),
  block: fc.constantFrom(16, 32),
  isSymmetric: fc.boolean(),
});
const floats = fc.float({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 });

function rms(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}

describe('4-bit codes', () => {
  it('come back from their bytes as the reader of ONNX tensors decodes them', () =>
    fc.assert(
      fc.property(codes, values => {
        const packed = packNibbles(values);
        expect(packed.length).toBe(Math.ceil(values.length / 2));
        expect([...decodeRaw(packed.slice(), 'uint4', values.length)]).toEqual([...values]);
      }),
    ));

  it('start a new byte with every row', () => expect([...packRows(Uint8Array.of(1, 2, 3, 4, 5, 6), 2)]).toEqual([0x21, 3, 0x54, 6]));
});

describe('weights in blocks', () => {
  it('lie within half a step of what they were, whatever the values', () =>
    fc.assert(
      fc.property(formats, fc.array(floats, { minLength: 3, maxLength: 150 }), (format, values) => {
        const weights = Float32Array.from(values);
        const blocked = quantizeMatrix(weights, 1, weights.length, format, 'rtn', undefined);
        const result = dequantize(blocked, format);
        blocked.codes.forEach((_, k) => {
          const step = Math.abs(blocked.scales[Math.floor(k / format.block)]!);
          // The level that is missing on one side costs another half step there, a rounded zero-point the same on both.
          expect(Math.abs(result[k]! - weights[k]!)).toBeLessThanOrEqual(step * 1.0001);
        });
      }),
    ));

  it('keep zero exactly, and a block of zeros', () =>
    fc.assert(
      fc.property(formats, format => {
        const weights = Float32Array.from(noise(64, 5), (value, k) => (k < 32 || k % 5 === 0 ? 0 : value));
        const result = dequantize(quantizeMatrix(weights, 1, 64, format, 'rtn', undefined), format);
        weights.forEach((value, k) => value === 0 && expect(Math.abs(result[k]!)).toBe(0));
      }),
    ));

  it('leave a layer’s output on the data closer with gptq than rounded to nearest', () => {
    const [rows, depth, samples] = [12, 64, 400];
    const format: BlockFormat = { bits: 4, block: 32, isSymmetric: false };
    const weights = Float32Array.from(noise(rows * depth, 1));
    const mixing = noise(depth * depth, 2);
    const source = noise(samples * depth, 3);
    const inputs = Float64Array.from({ length: samples * depth }, (_, index) => {
      const [sample, k] = [Math.floor(index / depth), index % depth];
      // The first inputs drive all others, as in a trained network.
      return [0, 1, 2, 3].reduce((sum, j) => sum + source[sample * depth + j]! * mixing[j * depth + k]!, 0.1 * source[index]!);
    });
    const gram = Float64Array.from({ length: depth * depth }, (_, index) => {
      const [a, b] = [Math.floor(index / depth), index % depth];
      let sum = 0;
      for (let sample = 0; sample < samples; sample++) sum += inputs[sample * depth + a]! * inputs[sample * depth + b]!;
      return sum / samples;
    });
    const error = (method: RoundingMethod): number => {
      const result = dequantize(quantizeMatrix(weights, rows, depth, format, method, gram), format);
      return rms(
        Float32Array.from({ length: samples * rows }, (_, index) => {
          const [sample, row] = [Math.floor(index / rows), index % rows];
          let sum = 0;
          for (let k = 0; k < depth; k++) sum += (result[row * depth + k]! - weights[row * depth + k]!) * inputs[sample * depth + k]!;
          return sum;
        }),
      );
    };
    expect(error('gptq')).toBeLessThan(error('rtn') / 3);
    expect(error('hqq')).toBeLessThan(2 * error('rtn'));
  });

  it('are rounded by gptq also where inputs never vary', () => {
    const format: BlockFormat = { bits: 4, block: 16, isSymmetric: true };
    const weights = Float32Array.from(noise(32, 4));
    const result = dequantize(quantizeMatrix(weights, 2, 16, format, 'gptq', new Float64Array(256)), format);
    expect(result.every(Number.isFinite)).toBe(true);
    expect(rms(result.map((value, k) => value - weights[k]!))).toBeLessThan(0.1);
  });
});
