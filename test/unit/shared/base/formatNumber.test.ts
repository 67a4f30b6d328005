import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatDurationChange,
  formatDurationChangeInterval,
  formatDurationInterval,
  formatInterval,
  formatShare,
  formatSignificant,
  formatSpeedup,
  formatValue,
} from '../../../../src/shared/base/formatNumber';

const NARROW = '\u202f';

describe('formatSignificant', () => {
  it.each([
    [1.3199, '1.32'],
    [13.71, '13.7'],
    [116.2, '116'],
    [9.996, '10.0'],
    [99.96, '100'],
    [0.0456, '0.0456'],
    [0, '0'],
    [-4, '−4.00'],
    [Number.NaN, '–'],
  ])('writes %d as %s', (value, text) => expect(formatSignificant(value)).toBe(text));

  it('never shows more than three digits of a number from 1 to 999', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 999, noNaN: true }), value => {
        expect(formatSignificant(value).replace('.', '').length).toBe(3);
        expect(Math.abs(Number(formatSignificant(value)) - value) / value).toBeLessThan(0.0051);
      }),
    );
  });
});

describe('formatDuration', () => {
  it('does not give a sign to what is next to nothing', () => {
    expect([-0.0004, 0.0004, -0.002].map(formatDuration)).toEqual(['<1\u202fµs', '<1\u202fµs', '−2\u202fµs']);
  });

  it.each([
    [0.0312, `31${NARROW}µs`],
    [0.9994, `999${NARROW}µs`],
    [0.9996, `1.00${NARROW}ms`],
    [57.63, `57.6${NARROW}ms`],
    [12_340, `12.3${NARROW}s`],
    [0.0004, `<1${NARROW}µs`],
    [Number.NaN, '–'],
  ])('writes %d ms as %s', (value, text) => expect(formatDuration(value)).toBe(text));
});

it('uses SI prefixes for counts and bytes', () => {
  expect(formatCount(4_089_184_256)).toBe(`4.09${NARROW}G`);
  expect(formatCount(999_900)).toBe(`1.00${NARROW}M`);
  expect(formatCount(330)).toBe('330');
  expect(formatBytes(9_437_184)).toBe(`9.44${NARROW}MB`);
  expect(formatBytes(64)).toBe(`64${NARROW}B`);
});

it('gives a number that is not known no unit', () => {
  expect((['flopPerByte', 'decibel', 'bytes', 'share'] as const).map(unit => formatValue(Number.NaN, unit))).toEqual(['–', '–', '–', '–']);
});

it('rounds no cosine up to 1', () => {
  const texts = [1, 0.99999, 0.99962, -0.5, Number.NaN].map(value => formatValue(value, 'cosine'));
  expect(texts).toEqual(['1', '>0.9999', '0.9996', '−0.5000', '–']);
});

it('shows small shares as a bound', () => {
  expect(formatShare(0.036)).toBe(`3.6${NARROW}%`);
  expect(formatShare(0.0001)).toBe(`<0.1${NARROW}%`);
  expect(formatShare(0)).toBe(`0.0${NARROW}%`);
  expect(formatShare(0.9895, 2)).toBe(`98.95${NARROW}%`);
});

it('gives bounds of an interval the decimals of the value', () => {
  expect(formatInterval(57.11, 58.19, 57.6)).toBe('57.1\u2009–\u200958.2');
});

it('says faster and slower, in percent when close', () => {
  expect(formatSpeedup(2.89)).toBe('2.89× faster');
  expect(formatSpeedup(1 / 1.37)).toBe('1.37× slower');
  expect(formatSpeedup(1.03)).toBe(`3.0${NARROW}% faster`);
});

it('writes bounds and differences of times as their value: whole microseconds, decimals of milliseconds', () => {
  expect(formatDurationInterval(0.0381, 0.0409, 0.039)).toBe('38\u2009–\u200941');
  expect(formatDurationInterval(57.12, 58.24, 57.6)).toBe('57.1\u2009–\u200958.2');
  expect(formatDurationChange(0.004, 0.028)).toBe(`+4${NARROW}µs`);
  expect(formatDurationChangeInterval(-38.31, -37.08, 57.6)).toBe('−38.3 … −37.1');
});
