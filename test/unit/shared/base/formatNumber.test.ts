import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatDurationChange,
  formatDurationChangeInterval,
  formatDurationInterval,
  formatExact,
  formatFixed,
  formatInterval,
  formatShare,
  formatSignificant,
  formatSpeedup,
  formatSpeedupFactor,
  formatValue,
  parseNumber,
} from '../../../../src/shared/base/formatNumber';
import { setTranslation, t } from '../../../../src/shared/base/l10n';
import { formatWhole, numberLanguage, setNumberLanguage } from '../../../../src/shared/base/numberLanguage';

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

describe('numbers in another language', () => {
  afterEach(() => setNumberLanguage('en'));

  it.each(['de', 'fr', 'pt-br', 'ru', 'tr', 'cs', 'pl', 'it', 'es', 'hu', 'bg'])(
    'have a comma in %s, wherever there are decimals',
    language => {
      setNumberLanguage(language);
      expect(formatDuration(57.64)).toBe(`57,6${NARROW}ms`);
      expect(formatDurationInterval(57.1, 58.2, 57.6)).toBe('57,1\u2009–\u200958,2');
      expect(formatDurationChange(-37.7, 57.6)).toBe(`−37,7${NARROW}ms`);
      expect(formatDurationChangeInterval(-38.3, -37.1, 57.6)).toBe('−38,3 … −37,1');
      expect(formatBytes(9_437_184)).toBe(`9,44${NARROW}MB`);
      expect(formatShare(0.036)).toBe(`3,6${NARROW}%`);
      expect(formatShare(0.0001)).toBe(`<0,1${NARROW}%`);
      expect(formatValue(0.99999, 'cosine')).toBe('>0,9999');
      expect(formatValue(0.9994, 'cosine')).toBe('0,9994');
      expect(formatSpeedup(2.889)).toBe('2,89× faster');
      expect(formatSpeedupFactor(1 / 1.012)).toBe(`1,2${NARROW}%`);
      expect(formatFixed(-0.25, 2)).toBe('−0,25');
      expect(formatExact(-12.25)).toBe('−12,25');
    },
  );

  it.each(['en', 'ja', 'ko', 'zh-cn', 'zh-tw', 'no language at all', 'qps-ploc', ''])('have a point in “%s”', language => {
    setNumberLanguage(language);
    expect(formatDuration(57.64)).toBe(`57.6${NARROW}ms`);
  });

  it('are English, not those of the machine, where nothing is known of a language', () => {
    setNumberLanguage('qps-ploc');
    expect(numberLanguage()).toBe('en');
  });

  it('have the marks between thousands of the language', () => {
    expect(formatWhole(102_146_383)).toBe('102,146,383');
    setNumberLanguage('de');
    expect(formatWhole(102_146_383)).toBe('102.146.383');
    expect(numberLanguage()).toBe('de');
  });

  it('are read back as they are written, and with a point', () => {
    const values = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 });
    fc.assert(
      fc.property(values, fc.constantFrom('en', 'de', 'fr'), (value, language) => {
        setNumberLanguage(language);
        expect(parseNumber(formatExact(value))).toBe(value === 0 ? parseNumber(formatExact(value)) : value);
        expect(parseNumber(String(Math.abs(value)))).toBe(Math.abs(value));
      }),
    );
    setNumberLanguage('de');
    expect(parseNumber('1,5')).toBe(1.5);
    expect(parseNumber('')).toBeNaN();
    expect(parseNumber('1,5,5')).toBeNaN();
    setNumberLanguage('en');
    expect(parseNumber('1,5')).toBeNaN();
  });
});

describe('texts that the command line shares with pages', () => {
  afterEach(() => setTranslation((text, ...parts) => text.replaceAll(/\{(\d)\}/g, (_, index: string) => String(parts[Number(index)]))));

  it('are English until somebody translates them', () => {
    expect(t('{1} of {0}, {2}', 58, 3)).toBe('3 of 58, {2}');
    setTranslation((text, ...parts) => `«${text}» ${parts.join()}`);
    expect(formatSpeedup(2.889)).toBe('«{0} faster» 2.89×');
    expect(formatValue(Infinity, 'decibel')).toBe('«equal» ');
  });
});
