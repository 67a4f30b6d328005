import type { NodeId } from '../../shared/graph/graph';
import type { ChannelGroup } from '../../shared/graph/channelGroup';

/** Kernels of the runtime work on this many channels at once (AVX-512); in between nothing is won, and off a multiple of 4 it gets slower. */
export const CHANNEL_GRID = 16;
const STEPS = 256;

/** Channels to keep per group, in the groups' order. */
export type Widths = readonly number[];

/** The same share of every group, on the grid, never below one grid step. */
export function widthsFor(groups: readonly ChannelGroup[], share: number): Widths {
  return groups.map(({ width }) =>
    width <= CHANNEL_GRID ? width : Math.max(CHANNEL_GRID, Math.floor((width * share) / CHANNEL_GRID) * CHANNEL_GRID),
  );
}

/** Share of the model's MACs that is left with these widths, 0..1: a layer's MACs are proportional to its input and its output channels. */
export function macsLeft(groups: readonly ChannelGroup[], widths: Widths, macs: Float64Array): number {
  const factors = new Map<NodeId, number>();
  const multiply = (node: NodeId, factor: number): unknown => factors.set(node, (factors.get(node) ?? 1) * factor);
  groups.forEach((group, index) => {
    const factor = (widths[index] ?? group.width) / group.width;
    for (const node of [group.producer.node, ...group.readers.map(({ node }) => node), ...group.depthwise]) multiply(node, factor);
  });
  let before = 0;
  let after = 0;
  macs.forEach((value, node) => {
    if (!(value > 0)) return;
    before += value;
    after += value * (factors.get(node) ?? 1);
  });
  return before === 0 ? 1 : after / before;
}

/** Wide widths that leave at most `share` of the MACs, or `undefined` when even the narrowest leave more. */
export function widthsWithin(groups: readonly ChannelGroup[], macs: Float64Array, share: number): Widths | undefined {
  for (let step = STEPS; step > 0; step--) {
    const widths = widthsFor(groups, step / STEPS);
    if (macsLeft(groups, widths, macs) <= share) return widen(groups, widths, macs, share);
  }
  return undefined;
}

/** Gives back what the grid left over: one step at a time to the group of which least is left, as long as it fits. */
function widen(groups: readonly ChannelGroup[], widths: Widths, macs: Float64Array, share: number): Widths {
  const order = groups.map((_, index) => index).sort((a, b) => keptShare(groups, widths, a) - keptShare(groups, widths, b));
  for (const index of order) {
    const group = groups[index];
    if (group === undefined || group.width <= CHANNEL_GRID) continue;
    const wider = widths.map((width, other) => (other === index ? Math.min(group.width, width + CHANNEL_GRID) : width));
    if (wider[index] !== widths[index] && macsLeft(groups, wider, macs) <= share) return widen(groups, wider, macs, share);
  }
  return widths;
}

function keptShare(groups: readonly ChannelGroup[], widths: Widths, index: number): number {
  return (widths[index] ?? 0) / (groups[index]?.width ?? 1);
}
