import * as l10n from '@vscode/l10n';
import { formatDurationChange } from '../../../src/shared/base/formatNumber';
import type { LayerChange } from '../model/layerChanges';

/** Layers with less of the time are not worth a word. */
const LEAST_SHARE = 0.01;

/** The layer whose change is the largest surprise: nothing gained, or slower, where the model as a whole got faster by most; −1 for none. */
export function largestSurprise(changes: readonly (LayerChange | undefined)[]): number {
  const known = changes.flatMap(change => change ?? []);
  const [before, after] = [sum(known, ({ baseMs }) => baseMs), sum(known, ({ fileMs }) => fileMs)];
  if (!(after < before)) return -1;
  let [most, found] = [0, -1];
  changes.forEach((change, index) => {
    if (change === undefined || change.baseMs < before * LEAST_SHARE || (change.deltaMs < 0 && !change.isNoise)) return;
    const missed = change.fileMs - change.baseMs * (after / before);
    if (missed > most) [most, found] = [missed, index];
  });
  return found;
}

/** `conv1: −36 µs, within noise. What was done to it gains no measurable time.` */
export function surpriseText(name: string, { deltaMs, baseMs, isNoise }: LayerChange): string {
  const change = formatDurationChange(deltaMs, Math.min(baseMs, Math.abs(deltaMs)));
  return isNoise
    ? l10n.t('{0}: {1}, within noise. Nothing measurable was gained here.', name, change)
    : l10n.t('{0}: {1}. It is slower, the model is faster.', name, change);
}

function sum(changes: readonly LayerChange[], of: (change: LayerChange) => number): number {
  return changes.reduce((total, change) => total + of(change), 0);
}
