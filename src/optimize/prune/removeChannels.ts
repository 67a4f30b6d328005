import { applyEdits } from '../../shared/graph/applyEdits';
import type { Edit } from '../../shared/graph/edit';
import type { Graph, TensorId } from '../../shared/graph/graph';
import { makeWeight } from '../makeWeight';
import type { PassInput } from '../pass';
import { readFloats } from '../readFloats';
import { Rewriter, tensorName } from '../rewrite/rewriter';
import type { ChannelGroup } from '../../shared/graph/channelGroup';
import { expandBlocks, takeAxis } from './takeAxis';

/** Channels that stay, per group. */
export type KeptChannels = ReadonlyMap<ChannelGroup, readonly number[]>;

/** Values that take the place of a weight's own before it is shortened. */
export type RepairedWeights = ReadonlyMap<TensorId, Float32Array>;

/** Takes channels out of a graph: weights are shortened on every coupled axis, depthwise groups and declared shapes follow. */
export async function removeChannels(
  input: PassInput,
  graph: Graph,
  kept: KeptChannels,
  repaired: RepairedWeights = new Map(),
): Promise<Graph> {
  const rewriter = new Rewriter(graph);
  const axes = new Map<TensorId, Map<number, readonly number[]>>();
  for (const [group, channels] of kept) {
    if (channels.length === group.width) continue;
    for (const { tensor, axis, block } of group.axes) {
      const own = axes.get(tensor) ?? new Map<number, readonly number[]>();
      axes.set(tensor, own.set(axis, expandBlocks(channels, block)));
    }
    for (const node of group.depthwise) rewriter.setAttribute(node, 'group', { kind: 'int', value: channels.length });
    for (const edit of activationEdits(graph, group, channels)) rewriter.edit(edit);
  }
  for (const tensor of new Set([...axes.keys(), ...repaired.keys()])) {
    const values = (): Promise<Float32Array> => Promise.resolve(repaired.get(tensor) ?? readFloats(input, graph, tensor));
    rewriter.edit(await shortened(input, graph, tensor, axes.get(tensor) ?? new Map(), values));
  }
  return applyEdits(graph, rewriter.batch());
}

function activationEdits(graph: Graph, group: ChannelGroup, channels: readonly number[]): readonly Edit[] {
  const names = group.activations.map(({ tensor }) => tensorName(graph, tensor));
  const maps = group.activations.map(({ tensor, axis, block }): Edit => {
    return { kind: 'mapAxes', name: tensorName(graph, tensor), axisMaps: [{ axis, kept: expandBlocks(channels, block) }] };
  });
  return [{ kind: 'dropTypes', names }, ...maps];
}

async function shortened(
  input: PassInput,
  graph: Graph,
  tensor: TensorId,
  axes: ReadonlyMap<number, readonly number[]>,
  read: () => Promise<Float32Array>,
): Promise<Edit> {
  const name = tensorName(graph, tensor);
  const before = graph.tensors.weights[tensor]?.dims ?? [];
  const dims = before.map((dim, axis) => axes.get(axis)?.length ?? dim);
  const weight = await makeWeight(input, 'float32', dims, async () => {
    let values = await read();
    let shape = before;
    for (const [axis, kept] of axes) {
      values = takeAxis(values, shape, axis, kept);
      shape = shape.map((dim, index) => (index === axis ? kept.length : dim));
    }
    return values;
  });
  const axisMaps = [...axes].map(([axis, kept]) => ({ axis, kept }));
  return { kind: 'setInitializer', name, weight, origins: [name], axisMaps };
}
