import type { NodeId } from '../../shared/graph/graph';

/** What one layer in INT8 costs and brings. */
export interface LayerCost {
  /** Id in the model on the command line. */
  readonly node: NodeId;
  /** Noise power that it alone adds to the outputs, relative to the signal. */
  readonly noise: number;
  /** What it alone adds to its own output (signal to noise, dB); NaN where no tensor of its own is left. */
  readonly localDb: number;
  /** Time of its kernels now and in INT8, with the conversions beside it. */
  readonly floatMs: number;
  readonly int8Ms: number;
}

/** Share of the noise that a plan adds of what the next larger one adds (2 dB), and how many there are. */
const STEP = 10 ** -0.2;
const STEPS = 7;

/**
 * Layers that are faster in INT8, those first that add the least noise for what they save (a greedy knapsack: noise of layers adds up, as rounding errors of
 * different layers are independent). Prefixes of this order are the plans that are tried.
 */
export function orderLayers(costs: readonly LayerCost[]): readonly LayerCost[] {
  return costs.filter(pays).sort((a, b) => a.noise / gainMs(a) - b.noise / gainMs(b));
}

export function pays(cost: LayerCost): boolean {
  return gainMs(cost) > 0;
}

export function gainMs({ floatMs, int8Ms }: LayerCost): number {
  return floatMs - int8Ms;
}

/**
 * How many layers of the order the plans to try have, the fewest first: as many as add at most all of the noise, 2 dB less, 4 dB less and so on. `most`: a plan of so
 * many or more is known to be too much.
 */
export function planSizes(ordered: readonly LayerCost[], most: number): readonly number[] {
  const total = ordered.reduce((sum, { noise }) => sum + noise, 0);
  const sizes = Array.from({ length: STEPS }, (_, step) => sizeWithin(ordered, total * STEP ** step));
  const apart = [...new Set(sizes)].filter(size => size > 0 && size < most);
  return apart.sort((a, b) => a - b);
}

function sizeWithin(ordered: readonly LayerCost[], noise: number): number {
  let sum = 0;
  const end = ordered.findIndex(layer => (sum += layer.noise) > noise * (1 + 1e-9));
  return end < 0 ? ordered.length : end;
}
