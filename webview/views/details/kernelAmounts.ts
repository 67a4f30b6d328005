import type { Kernel } from '../../../src/shared/report/latency';
import type { RooflineWork } from '../../../src/shared/report/roofline';
import type { LayerModel } from '../model/layerModel';

/** What a kernel does in its time; NaN where that is not known. */
export interface KernelAmounts {
  /** Two per multiply-accumulate. */
  readonly flops: number;
  /** Weights and activations that it reads and writes; what only its own nodes see is no traffic. */
  readonly bytes: number;
  /** Whether its contractions are of 8-bit integers. */
  readonly integer: boolean;
}

/**
 * Of all nodes that a kernel covers, as in the plot of the roofline. Without the plot its FLOPs are the sum over its nodes, and its bytes are known only where
 * it covers a single node: what nodes hand to each other inside a kernel is in the bytes of each.
 */
export function kernelAmounts({ view, roofline }: LayerModel, { anchor, covers }: Kernel): KernelAmounts {
  const work = roofline?.plot?.work;
  const place = work === undefined ? undefined : placesOf(work).get(anchor ?? -1);
  if (work !== undefined && place !== undefined)
    return { flops: work.flops[place] ?? NaN, bytes: work.bytes[place] ?? NaN, integer: work.integer[place] === 1 };
  const valuesOf = (id: string) => view.analysis.columns.find(column => column.id === id)?.values;
  const [flops, bytes] = [valuesOf('flops'), valuesOf('trafficBytes')];
  return {
    flops: covers.reduce((sum, node) => sum + (flops?.[node] ?? NaN), 0),
    bytes: covers.length === 1 ? (bytes?.[covers[0] ?? -1] ?? NaN) : NaN,
    integer: false,
  };
}

const places = new WeakMap<RooflineWork, ReadonlyMap<number, number>>();

/** Position in `work` by node. */
function placesOf(work: RooflineWork): ReadonlyMap<number, number> {
  const known = places.get(work);
  if (known !== undefined) return known;
  const made = new Map(Array.from(work.nodes, (node, place) => [node, place]));
  places.set(work, made);
  return made;
}
