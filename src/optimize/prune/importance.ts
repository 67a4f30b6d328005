import type { Graph } from '../../shared/graph/graph';
import type { PassInput } from '../pass';
import { readFloats } from '../readFloats';
import type { ChannelGroup, CoupledAxis } from '../../shared/graph/channelGroup';

/**
 * How much each channel of a group matters: the product of the L2 norms of what makes it and of what reads it. A channel that is strong but hardly
 * read, or read but hardly ever strong, is as dispensable as a weak one.
 */
export async function channelImportance(input: PassInput, graph: Graph, group: ChannelGroup): Promise<Float64Array> {
  const made = await squaredNorms(input, graph, group.axes.slice(0, 1), group.width);
  const read = await squaredNorms(input, graph, group.readers, group.width);
  return made.map((value, channel) => Math.sqrt(value * read[channel]!));
}

/** The `width` most important channels, in their old order. */
export function mostImportant(importance: Float64Array, width: number): readonly number[] {
  const order = Array.from(importance, (_, channel) => channel).sort((a, b) => importance[b]! - importance[a]! || a - b);
  return order.slice(0, width).sort((a, b) => a - b);
}

async function squaredNorms(input: PassInput, graph: Graph, axes: readonly CoupledAxis[], width: number): Promise<Float64Array> {
  const norms = new Float64Array(width);
  for (const { tensor, axis, block } of axes) {
    const dims = graph.tensors.weights[tensor]?.dims ?? [];
    const inner = dims.slice(axis + 1).reduce((product, dim) => product * dim, 1) * block;
    const values = await readFloats(input, graph, tensor);
    for (let index = 0; index < values.length; index++) norms[Math.floor(index / inner) % width]! += values[index]! ** 2;
  }
  return norms;
}
