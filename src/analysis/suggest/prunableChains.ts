import { channelGroupOf } from '../../shared/graph/channelGroupOf';
import type { Graph, NodeId } from '../../shared/graph/graph';
import type { Analysis } from '../../shared/report/analysis';
import type { LinearWork } from './linearWork';

/** Kernels of the CPU runtime work on this many channels at once; widths between win nothing (staircase of 16 on AVX-512). */
export const CHANNEL_GRID = 16;

/** Output channels that only linear layers read, through operators that treat each channel alone: they can be taken out. */
export interface PrunableChain {
  readonly producer: NodeId;
  readonly width: number;
  /** Layers whose MACs shrink with the width: those that sum over the channels, and depthwise ones between. */
  readonly readers: readonly NodeId[];
}

/** Chains of `works` with room on the grid, in file order. */
export function findPrunableChains(
  graph: Graph,
  { tensors }: Pick<Analysis, 'tensors'>,
  works: readonly LinearWork[],
): readonly PrunableChain[] {
  return works.flatMap(({ node, outputChannels }) => {
    const group = outputChannels > CHANNEL_GRID ? channelGroupOf(graph, node, tensor => tensors[tensor]?.shape) : undefined;
    if (group?.ok !== true) return [];
    const { width, depthwise, readers } = group.value;
    return [{ producer: node, width, readers: [...depthwise, ...readers.map(reader => reader.node)] }];
  });
}

/** Share of MACs per layer that is left when every chain keeps `share` of its width, rounded down on the grid. */
export function layerSharesLeft(chains: readonly PrunableChain[], share: number): ReadonlyMap<NodeId, number> {
  const left = new Map<NodeId, number>();
  for (const { producer, width, readers } of chains) {
    const kept = Math.max(CHANNEL_GRID, Math.floor((width * share) / CHANNEL_GRID) * CHANNEL_GRID);
    for (const node of [producer, ...readers]) left.set(node, ((left.get(node) ?? 1) * kept) / width);
  }
  return left;
}
