const NOTES: ReadonlyMap<string, string> = new Map([
  ['latencyMs', 'ms per run'],
  ['activationBytes', 'in + out'],
  ['intensity', 'FLOP per byte'],
]);

/** What stands beside a metric's name in the menu. */
export function metricNote(column: string): string {
  return NOTES.get(column) ?? '';
}
