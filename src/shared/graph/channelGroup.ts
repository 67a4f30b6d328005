import type { NodeId, TensorId } from './graph';
import type { LinearLayer } from './linearLayer';

/** One axis of a stored tensor that follows a channel group: every channel stands for `block` consecutive positions. */
export interface CoupledAxis {
  readonly tensor: TensorId;
  readonly axis: number;
  readonly block: number;
}

/** A layer that sums over the channels of a group. */
export interface GroupReader extends CoupledAxis {
  readonly node: NodeId;
  /** The activation that it reads, before channels were spread over positions, and its channel axis. */
  readonly source: TensorId;
  readonly sourceAxis: number;
}

/** Output channels of one layer that can be taken out together with everything that is tied to them. */
export interface ChannelGroup {
  readonly producer: LinearLayer;
  readonly width: number;
  /** Weights to shorten: the producer's, its readers', and those of depthwise layers and norms between. */
  readonly axes: readonly CoupledAxis[];
  /** Activations that lose channels: tensor and channel axis. */
  readonly activations: readonly CoupledAxis[];
  readonly readers: readonly GroupReader[];
  /** Depthwise layers between: their `group` attribute is the width. */
  readonly depthwise: readonly NodeId[];
}
