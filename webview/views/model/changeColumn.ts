import * as l10n from '@vscode/l10n';
import type { FileDifference } from '../../../src/shared/report/comparedFile';
import type { Profile } from '../../../src/shared/report/latency';
import { layerChanges } from './layerChanges';
import type { Layer, LayerColumn } from './layerModel';

const PERCENT = 100;
/** Relative change at the ends of the ramp, up and down (design spec 6.2). */
export const RAMP_END = 0.8;

/**
 * How much longer each layer takes in another file, in percent of its time: the change of a group is that of its sums. 0 stands for what is within noise. No
 * column where a file has no times.
 */
export function changeColumn(
  layers: readonly Layer[],
  profile: Profile | undefined,
  { name, difference }: { readonly name: string; readonly difference: FileDifference },
): LayerColumn | undefined {
  const changes = layerChanges(layers, profile, difference);
  if (changes.every(change => change === undefined)) return undefined;
  const numerators = Float64Array.from(changes, change => PERCENT * (change?.deltaMs ?? 0));
  const denominators = Float64Array.from(changes, change => change?.baseMs ?? 0);
  return {
    id: 'change',
    title: l10n.t('Change in {0}', name),
    unit: 'percent',
    values: Float64Array.from(changes, change =>
      change === undefined ? NaN : change.isNoise ? 0 : (PERCENT * change.deltaMs) / change.baseMs,
    ),
    ratio: { numerators, denominators },
    basis: 'measured',
    ramp: 'change',
    scale: 'linear',
    direction: 'high-is-hot',
    domain: [-PERCENT * RAMP_END, PERCENT * RAMP_END],
    total: NaN,
    floor: 0,
  };
}
