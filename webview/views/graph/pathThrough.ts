import type { LayerEdges } from './layerEdges';

/**
 * The layers on a way from the inputs to the outputs that leads through any of `seeds`: these, what they are computed from, and what is computed from them.
 * One element per layer, 1 for those on the path.
 */
export function pathThrough({ from, to }: LayerEdges, seeds: Iterable<number>, layers: number): Uint8Array {
  const start = [...seeds];
  const onPath = new Uint8Array(layers);
  for (const reached of [reach(from, to, start, layers), reach(to, from, start, layers)]) {
    reached.forEach((isReached, layer) => {
      if (isReached === 1) onPath[layer] = 1;
    });
  }
  return onPath;
}

/** Everything that edges lead to from `seeds`, whichever end they start at; inputs and outputs of the model are no layers. */
function reach(starts: Int32Array, ends: Int32Array, seeds: readonly number[], layers: number): Uint8Array {
  const first = new Int32Array(layers).fill(-1);
  const next = new Int32Array(starts.length).fill(-1);
  starts.forEach((layer, edge) => {
    if (layer < 0 || ends[edge]! < 0) return;
    next[edge] = first[layer]!;
    first[layer] = edge;
  });
  const reached = new Uint8Array(layers);
  const waiting = [...seeds];
  for (let layer = waiting.pop(); layer !== undefined; layer = waiting.pop()) {
    if (reached[layer] === 1) continue;
    reached[layer] = 1;
    for (let edge = first[layer]!; edge >= 0; edge = next[edge]!) waiting.push(ends[edge]!);
  }
  return reached;
}
