import { formatFixed } from '../../src/shared/base/formatNumber';

const NARROW_SPACE = '\u202f';

const UNITS = {
  ms: [
    [1000, 's', 10_000],
    [1, 'ms', 1],
    [1e-3, 'µs', 0],
  ],
  bytes: [
    [1e9, 'GB', 1e9],
    [1e6, 'MB', 1e6],
    [1e3, 'kB', 1e3],
    [1, 'B', 0],
  ],
  count: [[1, '', 0]],
} as const satisfies Readonly<Record<string, readonly (readonly [scale: number, unit: string, from: number])[]>>;

/** Labels of the ticks of an axis, all in one unit and with as many decimals as tell neighbours apart; `5`, or `5 ms` with the unit. */
export function tickTexts(
  ticks: readonly number[],
  unit: keyof typeof UNITS,
): readonly { readonly number: string; readonly text: string }[] {
  const end = ticks.at(-1) ?? 0;
  const [scale, name] = UNITS[unit].find(([, , from]) => end >= from) ?? [1, ''];
  const step = ((ticks[1] ?? 1) - (ticks[0] ?? 0)) / scale;
  const decimals = Math.max(0, Math.min(6, Math.ceil(-Math.log10(step) - 1e-9)));
  return ticks.map(tick => {
    const number = formatFixed(tick / scale, decimals);
    return { number, text: name === '' ? number : number + NARROW_SPACE + name };
  });
}
