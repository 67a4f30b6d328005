import type { NodeId } from '../../shared/graph/graph';
import type { LayerError } from '../../shared/report/layerError';

/** Layers by the rounding noise that they add themselves. */
export interface NoisyLayers {
  /** The fewest layers that add half of it, in node order. */
  readonly worst: readonly NodeId[];
  /** All that add some. */
  readonly all: readonly NodeId[];
}

/** Noise over signal is the power 10^(−dB/10); that of a layer with several outputs is the largest of them, and unknown errors count for nothing. */
export function noisyLayers(errors: readonly LayerError[]): NoisyLayers {
  const noise = new Map<NodeId, number>();
  for (const { layer, localDb } of errors) {
    const power = 10 ** (-localDb / 10);
    if (power > (noise.get(layer) ?? 0)) noise.set(layer, power);
  }
  const sorted = [...noise].sort(([, a], [, b]) => b - a);
  const half = sorted.reduce((sum, [, power]) => sum + power, 0) / 2;
  const worst: NodeId[] = [];
  let sum = 0;
  for (const [layer, power] of sorted) {
    if (sum >= half) break;
    worst.push(layer);
    sum += power;
  }
  const inOrder = (nodes: readonly NodeId[]): readonly NodeId[] => [...nodes].sort((a, b) => a - b);
  return { worst: inOrder(worst), all: inOrder([...noise.keys()]) };
}
