import type { Environment } from '../shared/report/latency';
import { matchLayers, type LayerTimes, type MeasuredModel } from './matchLayers';

/** What an earlier profile of the same model says otherwise. */
export interface ProfileDifference {
  readonly earlier: Environment;
  readonly earlierMs: number;
  /** Earlier median / this one's. The profiles were not interleaved: bounds are those of the two intervals, taken at their worst. */
  readonly ratio: { readonly median: number; readonly low: number; readonly high: number };
  /** Conditions that differ, in words: `onnxruntime 1.29.0 → 1.30.0`. */
  readonly conditions: readonly string[];
  /** `baseMs` is the earlier time. */
  readonly layers: readonly LayerTimes[];
}

/** Layer by layer, this profile against an earlier one of the same model. */
export function profileDifference(earlier: MeasuredModel, now: MeasuredModel): ProfileDifference {
  const before = earlier.profile.latency;
  const after = now.profile.latency;
  return {
    earlier: earlier.profile.environment,
    earlierMs: before.medianMs,
    ratio: { median: before.medianMs / after.medianMs, low: before.lowMs / after.highMs, high: before.highMs / after.lowMs },
    conditions: changedConditions(earlier.profile.environment, now.profile.environment),
    layers: matchLayers(earlier, now).layers,
  };
}

const CONDITIONS = [
  'cpu',
  'os',
  'onnxruntime',
  'threads',
  'graphOptimization',
  'provider',
  'inputs',
  'seed',
  'rigor',
] as const satisfies readonly (keyof Environment)[];

function changedConditions(before: Environment, after: Environment): readonly string[] {
  const arenaOf = ({ arena = true }: Environment): string => (arena ? 'on' : 'off');
  const changed = CONDITIONS.flatMap(name => (before[name] === after[name] ? [] : [`${name} ${before[name]} → ${after[name]}`]));
  const dims = [...new Set([...Object.keys(before.dims), ...Object.keys(after.dims)])];
  const size = (value: number | undefined): string => (value === undefined ? '?' : String(value));
  const [arenaBefore, arenaAfter] = [arenaOf(before), arenaOf(after)];
  return [
    ...changed,
    ...(arenaBefore === arenaAfter ? [] : [`memory arena ${arenaBefore} → ${arenaAfter}`]),
    ...dims.flatMap(name =>
      before.dims[name] === after.dims[name] ? [] : [`${name} ${size(before.dims[name])} → ${size(after.dims[name])}`],
    ),
  ];
}
