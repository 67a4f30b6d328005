import { failure, success, type Result } from '../../shared/base/result';
import { mainGraph } from '../../shared/graph/traversal';
import type { Graph } from '../../shared/graph/graph';
import { isLinearOp, linearLayer, type LinearLayer } from '../../shared/graph/linearLayer';
import { intAttribute } from '../../shared/graph/nodeAttributes';
import type { Staircase } from '../../shared/report/layerTiming';
import { control } from '../../shared/base/control';

/** The channels of the one linear layer of a cut, on one side. */
export interface LayerChannels {
  readonly layer: LinearLayer;
  readonly side: Staircase['side'];
  readonly channels: number;
  /** Every group has as many channels, so their number is a multiple of this. */
  readonly groups: number;
  /** Each channel by itself: both sides change together. */
  readonly depthwise: boolean;
}

/** Channels of a cut that can be changed, or why there are none, as a sentence. */
export function layerChannels(graph: Graph, side: Staircase['side']): Result<LayerChannels, string> {
  const linear = Array.from({ length: mainGraph(graph).nodeCount }, (_, node) => node).filter(node => isLinearOp(graph, node));
  const [node, ...others] = linear;
  if (node === undefined) return failure('It has no other widths: it is no Conv, Gemm or MatMul, which have channels of their own.');
  if (others.length > 0) return failure(`It has no other widths: its kernel does the work of ${linear.length} linear operators.`);
  const layer = linearLayer(graph, node);
  if (!layer.ok) return failure(`It has no other widths: ${layer.error}.`);
  const { weightDims, channelAxis, channels, op } = layer.value;
  const groups = op === 'Conv' ? intAttribute(graph, node, 'group', 1) : 1;
  const depthwise = groups > 1 && weightDims[1] === 1;
  if (depthwise && groups !== channels)
    return failure('It has no other widths: it is a depthwise convolution that makes several channels of each.');
  if (depthwise && side === 'input')
    return failure(
      `A depthwise convolution has as many input channels as output channels; ${control('--widths', 'another width')} changes both.`,
    );
  const inputs = (weightDims[1 - channelAxis] ?? 0) * groups;
  return success({ layer: layer.value, side, channels: side === 'output' ? channels : inputs, groups: depthwise ? 1 : groups, depthwise });
}
