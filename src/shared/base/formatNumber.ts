import { assertNever } from './assertNever';
import * as l10n from './l10n';
import { decimalSign } from './numberLanguage';
import type { Unit } from './units';

/** Shown for a number that is not known (design spec 7.8). */
export const UNKNOWN = '–';

const NARROW_SPACE = '\u202f';
const PREFIXES: readonly (readonly [number, string])[] = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
];

/** Three significant digits, true minus, no exponent: `1.32`, `13.7`, `116`, `−4`. */
export function formatSignificant(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return UNKNOWN;
  if (value === 0) return '0';
  const magnitude = Number(Math.abs(value).toPrecision(digits));
  return (value < 0 ? '−' : '') + fixed(magnitude, significantDecimals(magnitude, digits));
}

/** Decimals that three significant digits need. */
function significantDecimals(value: number, digits = 3): number {
  const magnitude = Number(Math.abs(value).toPrecision(digits));
  return magnitude === 0 || !Number.isFinite(magnitude) ? 0 : Math.min(6, Math.max(0, digits - 1 - Math.floor(Math.log10(magnitude))));
}

/** With the decimal sign of the language. */
function fixed(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  const sign = decimalSign();
  return sign === '.' ? text : text.replace('.', sign);
}

/** With just so many decimals and a true minus: `2.50`, `−0.1`. */
export function formatFixed(value: number, decimals: number): string {
  return fixed(value, decimals).replace('-', '−');
}

/** All digits of a number, as short as they are: `0.5`, `98`, `−12.25`. */
export function formatExact(value: number): string {
  return String(value).replace('.', decimalSign()).replace('-', '−');
}

/** A share in percent as somebody would write it, without the sign: `98`, `99.95`, `0.5`. */
export function formatPercent(share: number): string {
  return formatExact(Number((share * 100).toFixed(2)));
}

/** What somebody wrote as a number, with the decimal sign of the language or a point; NaN for anything else. */
export function parseNumber(text: string): number {
  return text.trim() === '' ? NaN : Number(text.replace(decimalSign(), '.').replace('−', '-'));
}

/** SI prefixes, three significant digits; whole numbers below a thousand as they are: `4.09 G`, `25.5 M`, `330`. */
export function formatCount(value: number): string {
  if (!Number.isFinite(value)) return UNKNOWN;
  const [scale, prefix] = PREFIXES.find(([limit]) => Math.abs(value) >= limit * 0.9995) ?? [1, ''];
  if (prefix !== '') return formatSignificant(value / scale) + NARROW_SPACE + prefix;
  return Number.isInteger(value) ? String(value).replace('-', '−') : formatSignificant(value);
}

/** SI decimal bytes: `9.44 MB`, `590 kB`, `64 B`. */
export function formatBytes(bytes: number): string {
  const text = formatCount(bytes);
  if (text === UNKNOWN) return text;
  return text.includes(NARROW_SPACE) ? `${text}B` : `${text}${NARROW_SPACE}B`;
}

/** Times: whole µs below 999.5 µs (`<1 µs` for what is closer to nothing, on either side), ms below 10 s, then s. The argument is in milliseconds. */
export function formatDuration(latencyMs: number): string {
  if (!Number.isFinite(latencyMs)) return UNKNOWN;
  const micros = Math.abs(latencyMs) * 1000;
  if (micros === 0) return `0${NARROW_SPACE}ms`;
  if (micros < 1) return `<1${NARROW_SPACE}µs`;
  if (micros < 999.5) return `${latencyMs < 0 ? '−' : ''}${String(Math.round(micros))}${NARROW_SPACE}µs`;
  if (Math.abs(latencyMs) < 10_000) return formatSignificant(latencyMs) + NARROW_SPACE + 'ms';
  return formatSignificant(latencyMs / 1000) + NARROW_SPACE + 's';
}

/** A share of a whole given as 0..1: one decimal, `<0.1 %` for what would round to nothing. */
export function formatShare(share: number, decimals = 1): string {
  if (!Number.isFinite(share)) return UNKNOWN;
  const percent = share * 100;
  const floor = 10 ** -decimals;
  if (percent > 0 && percent < floor / 2) return `<${fixed(floor, decimals)}${NARROW_SPACE}%`;
  return formatFixed(percent, decimals) + NARROW_SPACE + '%';
}

/** Four decimals, `>0.9999` for what would round to 1 and is less: `0.9994`, `1`. */
function formatCosine(cosine: number): string {
  if (cosine >= 1) return '1';
  return cosine > 0.99995 ? `>${fixed(0.9999, 4)}` : formatFixed(cosine, 4);
}

/** A number with its unit by the rules of the design spec, section 7; one that is not known has none. */
export function formatValue(value: number, unit: Unit): string {
  if (unit === 'decibel' && value === Infinity) return l10n.t('equal');
  if (!Number.isFinite(value)) return UNKNOWN;
  switch (unit) {
    case 'ms':
      return formatDuration(value);
    case 'bytes':
      return formatBytes(value);
    case 'macs':
    case 'flops':
    case 'count':
      return formatCount(value);
    case 'ratio':
    case 'none':
      return formatSignificant(value);
    case 'percent':
      return formatShare(value / 100);
    case 'share':
      return formatShare(value);
    case 'flopPerByte':
      return formatSignificant(value) + NARROW_SPACE + 'FLOP/B';
    case 'cosine':
      return formatCosine(value);
    case 'decibel':
      return formatSignificant(value) + NARROW_SPACE + 'dB';
    default:
      return assertNever(unit);
  }
}

/** Bounds of an interval with the decimals of the value, joined by an en dash: `57.1 – 58.2`. */
export function formatInterval(low: number, high: number, value: number): string {
  return joinBounds(low, high, significantDecimals(value));
}

function joinBounds(low: number, high: number, decimals: number): string {
  return `${formatFixed(low, decimals)}\u2009–\u2009${formatFixed(high, decimals)}`;
}

/** Bounds of a time in the unit and with the decimals of its value: `57.1 – 58.2`, `38 – 41` beside `39 µs`. All in milliseconds. */
export function formatDurationInterval(lowMs: number, highMs: number, valueMs: number): string {
  const [low, high, value] = inUnitOf([lowMs, highMs, valueMs], valueMs);
  return joinBounds(low, high, decimalsOfTime(value, valueMs));
}

/** A difference of times with its sign, in the unit of `scaleMs`: `−37.7 ms`, `+0.3 ms`. */
export function formatDurationChange(deltaMs: number, scaleMs: number): string {
  const [delta, scale] = inUnitOf([deltaMs, scaleMs], scaleMs);
  return `${signed(delta, decimalsOfTime(scale, scaleMs))}${NARROW_SPACE}${unitOf(scaleMs)}`;
}

/** Bounds of a difference of times: `−38.3 … −37.1`. */
export function formatDurationChangeInterval(lowMs: number, highMs: number, scaleMs: number): string {
  const [low, high, scale] = inUnitOf([lowMs, highMs, scaleMs], scaleMs);
  const decimals = decimalsOfTime(scale, scaleMs);
  return `${signed(low, decimals)} … ${signed(high, decimals)}`;
}

/** Relative change with its sign, whole percent: `−65 %`; `change` is (new − old) / old. */
export function formatRelativeChange(change: number): string {
  return Number.isFinite(change) ? `${signed(change * 100, 0)}${NARROW_SPACE}%` : UNKNOWN;
}

function signed(value: number, decimals: number): string {
  const magnitude = Math.abs(value);
  const isZero = Number(magnitude.toFixed(decimals)) === 0;
  return (isZero || Number.isNaN(value) ? '' : value < 0 ? '−' : '+') + fixed(magnitude, decimals);
}

/** Microseconds are shown whole. `value`: the time in its unit. */
function decimalsOfTime(value: number, valueMs: number): number {
  return unitOf(valueMs) === 'µs' ? 0 : significantDecimals(value);
}

function unitOf(valueMs: number): 'µs' | 'ms' | 's' {
  if (Math.abs(valueMs) * 1000 < 999.5) return 'µs';
  return Math.abs(valueMs) < 10_000 ? 'ms' : 's';
}

/** Times in the unit that `formatDuration` chooses for `valueMs`; whole numbers in microseconds. */
function inUnitOf<const T extends readonly number[]>(timesMs: T, valueMs: number): { readonly [K in keyof T]: number };
function inUnitOf(timesMs: readonly number[], valueMs: number): readonly number[] {
  const unit = unitOf(valueMs);
  if (unit === 'µs') return timesMs.map(time => Math.round(time * 1000));
  return unit === 'ms' ? timesMs : timesMs.map(time => time / 1000);
}

/** How a variant's latency compares: `2.89× faster`, `1.37× slower`, below 1.05 in percent. `ratio` is old / new. */
export function formatSpeedup(ratio: number): string {
  const factor = formatSpeedupFactor(ratio);
  if (factor === UNKNOWN) return UNKNOWN;
  return ratio >= 1 ? l10n.t('{0} faster', factor) : l10n.t('{0} slower', factor);
}

/** `2.89×`, `1.2 %`: without a word for the direction. */
export function formatSpeedupFactor(ratio: number): string {
  if (!Number.isFinite(ratio) || ratio <= 0) return UNKNOWN;
  const factor = ratio >= 1 ? ratio : 1 / ratio;
  return factor < 1.05 ? `${fixed((factor - 1) * 100, 1)}${NARROW_SPACE}%` : `${formatSignificant(factor)}×`;
}
