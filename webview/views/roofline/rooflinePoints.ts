import type { MachineRoofs } from '../../../src/shared/report/machine';
import type { LayerModel } from '../model/layerModel';

/** A layer in the plot: what its kernels with arithmetic do, taken together. */
export interface RooflinePoint {
  readonly layer: number;
  /** FLOP per byte moved. */
  readonly intensity: number;
  readonly flopPerSecond: number;
  readonly timeMs: number;
  /** Most of its FLOPs are of 8-bit integers: it is held against the integer roof. */
  readonly isInteger: boolean;
}

/** One point per layer, by intensity; what takes no longer than timing it is left out. */
export function rooflinePoints(model: LayerModel): readonly RooflinePoint[] {
  const work = model.roofline?.plot?.work;
  if (work === undefined) return [];
  const floorMs = model.profile?.floorMs ?? 0;
  const count = model.layers.length;
  const [timeMs, flops, bytes, integer] = [
    new Float64Array(count),
    new Float64Array(count),
    new Float64Array(count),
    new Float64Array(count),
  ];
  work.nodes.forEach((node, index) => {
    const layer = model.layerOfNode[node] ?? -1;
    if (layer < 0) return;
    timeMs[layer] = (timeMs[layer] ?? 0) + (work.timeMs[index] ?? NaN);
    flops[layer] = (flops[layer] ?? 0) + (work.flops[index] ?? NaN);
    bytes[layer] = (bytes[layer] ?? 0) + (work.bytes[index] ?? NaN);
    integer[layer] = (integer[layer] ?? 0) + (work.flops[index] ?? NaN) * (work.integer[index] ?? 0);
  });
  const points: RooflinePoint[] = [];
  for (let layer = 0; layer < count; layer++) {
    const [time, flop, byte] = [timeMs[layer] ?? 0, flops[layer] ?? 0, bytes[layer] ?? 0];
    if (!(time > floorMs && flop > 0 && byte > 0)) continue;
    const isInteger = (integer[layer] ?? 0) > flop / 2;
    points.push({ layer, intensity: flop / byte, flopPerSecond: (1000 * flop) / time, timeMs: time, isInteger });
  }
  return points.sort((a, b) => a.intensity - b.intensity);
}

export function computeRoof(roofs: MachineRoofs, isInteger: boolean): number {
  return isInteger ? roofs.int8FlopPerSecond : roofs.float32FlopPerSecond;
}

/** FLOP per byte where memory and computing limit alike. */
export function ridge(roofs: MachineRoofs, isInteger: boolean): number {
  return computeRoof(roofs, isInteger) / roofs.memoryBytesPerSecond;
}

/** Reached part of the roof above a point: more than 1 for data that come from a cache. */
export function shareOfRoof({ intensity, flopPerSecond, isInteger }: RooflinePoint, roofs: MachineRoofs): number {
  return flopPerSecond / Math.min(computeRoof(roofs, isInteger), intensity * roofs.memoryBytesPerSecond);
}
