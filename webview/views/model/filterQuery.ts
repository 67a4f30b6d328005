import * as l10n from '@vscode/l10n';
import { parseNumber } from '../../../src/shared/base/formatNumber';
import { failure, success, type Result } from '../../../src/shared/base/result';

export type Comparison = '<' | '<=' | '>' | '>=' | '=';

/** One term of a query; terms are ANDed. */
export type FilterTerm =
  | { readonly kind: 'name'; readonly text: string; readonly negated: boolean }
  | { readonly kind: 'pattern'; readonly pattern: RegExp; readonly negated: boolean }
  | { readonly kind: 'field'; readonly field: TextField; readonly text: string; readonly negated: boolean }
  | { readonly kind: 'flag'; readonly field: FlagField; readonly on: boolean; readonly negated: boolean }
  /** `column` is a column id or `share`; the value is in the column's unit (ms, bytes, 0..1 for shares). */
  | {
      readonly kind: 'metric';
      readonly column: string;
      readonly comparison: Comparison;
      readonly value: number;
      readonly negated: boolean;
    };

export const TEXT_FIELDS = ['op', 'name', 'group', 'dtype', 'precision', 'provider'] as const;
export const FLAG_FIELDS = ['fused', 'added', 'folded'] as const;
export type TextField = (typeof TEXT_FIELDS)[number];
export type FlagField = (typeof FLAG_FIELDS)[number];

/** Words for metrics, and the columns they stand for. */
const METRICS: ReadonlyMap<string, string> = new Map([
  ['latency', 'latencyMs'],
  ['share', 'share'],
  ['macs', 'macs'],
  ['params', 'params'],
  ['weights', 'weightBytes'],
  ['activations', 'activationBytes'],
  ['intensity', 'intensity'],
  ['roofline', 'ofLimit'],
  ['sparsity', 'zeroSparsity'],
  ['sqnr', 'quantizationErrorDb'],
  ['ownsqnr', 'ownErrorDb'],
  ['expectedsqnr', 'expectedErrorDb'],
  ['cosine', 'cosine'],
  ['effective', 'effectiveMacs'],
  ['split', 'splitLatencyMs'],
  ['change', 'change'],
  ['efficiency', 'parallelEfficiency'],
  ['traffic', 'kernelBytes'],
]);

/** Columns of shares, 0..1, written in percent. */
const SHARES: ReadonlySet<string> = new Set(['share', 'ofLimit', 'zeroSparsity']);
/** Columns that are in percent themselves. */
const PERCENTS: ReadonlySet<string> = new Set(['change', 'parallelEfficiency']);
const TIMES = ['latencyMs', 'splitLatencyMs'] as const;
const ERRORS = ['quantizationErrorDb', 'ownErrorDb', 'expectedErrorDb'] as const;
const BYTE_UNITS: ReadonlySet<string> = new Set(['', 'b', 'kb', 'mb', 'gb', 'k', 'm', 'g']);

const SCALES: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['µs', 1e-3],
  ['us', 1e-3],
  ['ms', 1],
  ['s', 1e3],
  ['b', 1],
  ['kb', 1e3],
  ['mb', 1e6],
  ['gb', 1e9],
  ['k', 1e3],
  ['m', 1e6],
  ['g', 1e9],
  ['t', 1e12],
  ['db', 1],
]);

const UNITS_OF: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ...TIMES.map(column => [column, new Set(['', 'µs', 'us', 'ms', 's'])] as const),
  ...Array.from(SHARES, column => [column, new Set(['', '%'])] as const),
  ...Array.from(PERCENTS, column => [column, new Set(['', '%'])] as const),
  ...['weightBytes', 'activationBytes', 'kernelBytes'].map(column => [column, BYTE_UNITS] as const),
  ...ERRORS.map(column => [column, new Set(['', 'db'])] as const),
]);
const COUNT_UNITS: ReadonlySet<string> = new Set(['', 'k', 'm', 'g', 't']);

/** Parses the filter language of the Layers table (design spec 4.5); the error is one sentence for the user. */
export function parseFilter(query: string): Result<readonly FilterTerm[], string> {
  const terms: FilterTerm[] = [];
  for (const word of splitWords(query)) {
    const negated = word.length > 1 && word.startsWith('-');
    const term = parseTerm(negated ? word.slice(1) : word, negated);
    if (!term.ok) return term;
    terms.push(term.value);
  }
  return success(terms);
}

/** Words are separated by blanks; quotes keep blanks together, slashes enclose a regular expression; `roofline < 30 %` is one word. */
function splitWords(query: string): readonly string[] {
  const comparisons = query.replace(
    /(^|\s)(-?[a-z]+)\s*(<=|>=|<|>|=)\s*([-−]?[\d.,]+)(?:\s+(?=(?:%|[µμu]?s|ms|d?b|[kmg]b|[kmgt])(?:\s|$)))?/gi,
    '$1$2$3$4',
  );
  return comparisons.match(/-?\/(?:[^/\\\s]|\\.)+\/(?=\s|$)|(?:[^\s"]|"[^"]*"?)+/g) ?? [];
}

function parseTerm(word: string, negated: boolean): Result<FilterTerm, string> {
  const metric = /^([a-z]+)\s*(<=|>=|<|>|=)(.*)$/i.exec(word);
  if (metric !== null) return parseMetric(metric[1] ?? '', metric[2] ?? '', metric[3] ?? '', negated);
  const field = /^([a-z]+):(.*)$/i.exec(word);
  if (field !== null) return parseField((field[1] ?? '').toLowerCase(), unquote(field[2] ?? ''), negated);
  const pattern = /^\/(.+)\/$/.exec(word);
  if (pattern !== null) return parsePattern(pattern[1] ?? '', negated);
  return success({ kind: 'name', text: unquote(word).toLowerCase(), negated });
}

function parseField(name: string, text: string, negated: boolean): Result<FilterTerm, string> {
  const field = TEXT_FIELDS.find(known => known === name);
  if (field !== undefined) return success({ kind: 'field', field, text: text.toLowerCase(), negated });
  const flag = FLAG_FIELDS.find(known => known === name);
  if (flag === undefined) return failure(unknownField(name));
  if (text !== 'yes' && text !== 'no') return failure(l10n.t('Write {0}:yes or {0}:no.', name));
  return success({ kind: 'flag', field: flag, on: text === 'yes', negated });
}

function parseMetric(name: string, comparison: string, text: string, negated: boolean): Result<FilterTerm, string> {
  const column = METRICS.get(name.toLowerCase());
  if (column === undefined) return failure(unknownField(name));
  const parts = /^([-−]?)([\d.,]+)\s*([a-zµμ%]*)$/i.exec(text.replace('μ', 'µ'));
  const size = parseNumber(parts?.[2] ?? '');
  const value = parts?.[1] === '' ? size : -size;
  if (Number.isNaN(value))
    return failure(l10n.t('Write a number after {0}, for example {1}.', name + comparison, exampleOf(column, name, comparison)));
  const unit = (parts?.[3] ?? '').toLowerCase();
  const scale = scaleOf(column, unit);
  if (scale === undefined) return failure(l10n.t('Unknown unit: {0}. Write for example {1}.', unit, exampleOf(column, name, comparison)));
  return success({ kind: 'metric', column, comparison: toComparison(comparison), value: value * scale, negated });
}

/** What a number in a unit is multiplied with for the unit of the column; `undefined` where the column has no such unit. */
function scaleOf(column: string, unit: string): number | undefined {
  if (!(UNITS_OF.get(column) ?? COUNT_UNITS).has(unit)) return undefined;
  return SHARES.has(column) ? 0.01 : PERCENTS.has(column) ? 1 : SCALES.get(unit);
}

function parsePattern(source: string, negated: boolean): Result<FilterTerm, string> {
  try {
    return success({ kind: 'pattern', pattern: new RegExp(source, 'i'), negated });
  } catch {
    return failure(l10n.t('Not a regular expression: /{0}/.', source));
  }
}

function toComparison(text: string): Comparison {
  return (['<', '<=', '>', '>='] as const).find(known => known === text) ?? '=';
}

function exampleOf(column: string, name: string, comparison: string): string {
  return name + comparison + (EXAMPLES.get(column) ?? '1M');
}

const EXAMPLES: ReadonlyMap<string, string> = new Map([
  ...TIMES.map(column => [column, '1ms'] as const),
  ...[...SHARES, ...PERCENTS].map(column => [column, '2%'] as const),
  ...['weightBytes', 'activationBytes', 'kernelBytes'].map(column => [column, '2MB'] as const),
  ...ERRORS.map(column => [column, '30dB'] as const),
  ['cosine', '0.99'],
  ['intensity', '10'],
]);

function unknownField(name: string): string {
  return l10n.t('Unknown field: {0}. Fields: {1}.', name, [...TEXT_FIELDS, ...FLAG_FIELDS, ...METRICS.keys()].join(', '));
}

function unquote(text: string): string {
  return text.replaceAll('"', '');
}
