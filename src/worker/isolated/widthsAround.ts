import type { LayerChannels } from './layerChannels';

/** Widths of vector registers and of the runtime's blocked layouts divide this. */
const GRID = 8;
const SHARES = [0.5, 0.75, 0.875, 1.125, 1.25];
/** Off the grid, where a kernel may fall off its fast path. */
const OFF_GRID = 2;

/** Numbers of channels from half to five quarters of a layer's own, on the grid, and one just below it; without its own. */
export function widthsAround({ channels, groups }: Pick<LayerChannels, 'channels' | 'groups'>): readonly number[] {
  const grid = channels >= 4 * GRID ? GRID : Math.max(1, Math.floor(channels / 8));
  const toMultiple = (width: number, unit: number): number => Math.round(width / unit) * unit;
  const onGrid = SHARES.map(share => toMultiple(toMultiple(channels * share, grid), groups));
  const widths = new Set([...onGrid, toMultiple(channels - OFF_GRID, groups)]);
  return [...widths].filter(width => width > 0 && width !== channels).sort((a, b) => a - b);
}
