import type { FileDifference } from '../../../src/shared/report/comparedFile';
import type { Kernel, Profile } from '../../../src/shared/report/latency';
import type { Layer } from './layerModel';

/** How the time of one layer changes in another file. */
export interface LayerChange {
  readonly baseMs: number;
  /** 0 where the other file has no such nodes. */
  readonly fileMs: number;
  readonly deltaMs: number;
  /** The interval of the difference includes 0, or is within what timing can tell. */
  readonly isNoise: boolean;
}

/**
 * Change per layer; `undefined` where one of the files has no time for it. Half-widths of independent intervals add as squares; differences up to the larger
 * floor of the two profiles are noise as well.
 */
export function layerChanges(
  layers: readonly Layer[],
  profile: Profile | undefined,
  { times, difference }: FileDifference,
): readonly (LayerChange | undefined)[] {
  if (times === undefined || profile === undefined) return layers.map(() => undefined);
  const removed = new Set(difference.differences.flatMap(({ kind, before }) => (kind === 'removed' ? before.map(({ id }) => id) : [])));
  const floorMs = Math.max(times.floorMs, profile.floorMs);
  return layers.map(({ kernels, nodes }) => {
    const ran = kernels.flatMap(kernel => profile.kernels[kernel] ?? []);
    const timed = nodes.filter(node => !Number.isNaN(times.nodeMs[node] ?? NaN));
    const isGone = nodes.length > 0 && nodes.every(node => removed.has(node));
    if (ran.length === 0 || (timed.length === 0 && !isGone)) return undefined;
    const baseMs = ran.reduce((sum, { medianMs }) => sum + medianMs, 0);
    const fileMs = timed.reduce((sum, node) => sum + (times.nodeMs[node] ?? 0), 0);
    const spread = Math.sqrt(squares(ran) + timed.reduce((sum, node) => sum + halfWidth(times.lowMs[node], times.highMs[node]) ** 2, 0));
    const deltaMs = fileMs - baseMs;
    return { baseMs, fileMs, deltaMs, isNoise: Math.abs(deltaMs) <= Math.max(spread, floorMs) };
  });
}

function squares(kernels: readonly Kernel[]): number {
  return kernels.reduce((sum, { lowMs, highMs }) => sum + halfWidth(lowMs, highMs) ** 2, 0);
}

function halfWidth(low = 0, high = 0): number {
  return (high - low) / 2;
}
