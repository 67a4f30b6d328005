/** The least whole number of two digits and zeros behind them that is no smaller: 123 → 130, 7.2 → 8. @param value above 0 */
export function roundUpToTwoDigits(value: number): number {
  const whole = Math.ceil(value);
  const step = 10 ** Math.max(0, Math.floor(Math.log10(whole)) - 1);
  return Math.ceil(whole / step) * step;
}
