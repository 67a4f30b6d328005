import { lastStartAt } from '../../../src/shared/base/lastStartAt';
import type { LayerModel } from '../model/layerModel';

/** `time`: as long as each step took; `index`: every step as long as any other. */
export type TimelineAxis = 'time' | 'index';

/** What ran one after the other: kernels of a profile, or, before there is one, the nodes in the order of the file. */
export interface TimelineSteps {
  readonly model: LayerModel;
  /** Whether places are milliseconds; else they count steps. */
  readonly isTime: boolean;
  /** Layer of `model` of each step, in the order of execution. */
  readonly layers: Int32Array;
  /** Layer of the page's own model, which spine and selection speak of; −1 for none. */
  readonly pageLayers: Int32Array;
  /** Where each step begins, milliseconds or steps, and as one more value where the last one ends. */
  readonly starts: Float64Array;
  /** End of the axis: with what the runtime needs between kernels, where that is worth drawing. */
  readonly end: number;
  /** What the runtime needs between kernels, milliseconds; 0 when it is not drawn. */
  readonly betweenMs: number;
}

/** Less of the latency than this is not drawn as time between kernels. */
const SMALLEST_GAP = 0.01;

/** `model`: kernels, or nodes before a profile. `page`: what the other views show. */
export function timelineSteps(model: LayerModel, page: LayerModel, axis: TimelineAxis): TimelineSteps {
  const layers = Int32Array.from(model.layers, (_, layer) => layer).sort((a, b) => positionOf(model, a) - positionOf(model, b));
  const { profile } = model;
  const isTime = axis === 'time' && profile !== undefined;
  const starts = new Float64Array(layers.length + 1);
  layers.forEach((layer, step) => {
    const length = isTime ? kernelMs(model, layer) : 1;
    starts[step + 1] = (starts[step] ?? 0) + length;
  });
  const whole = starts[layers.length] ?? 0;
  const restMs = isTime ? (profile.latency.residualMs ?? 0) : 0;
  const betweenMs = restMs > SMALLEST_GAP * (profile?.latency.medianMs ?? Infinity) ? restMs : 0;
  const pageLayers = pageLayersOf(model, page, layers);
  return { model, isTime, layers, pageLayers, starts, end: Math.max(whole + betweenMs, 1e-9), betweenMs };
}

/** The step at a place of the axis, −1 beyond the last. */
export function stepAt({ starts, layers }: TimelineSteps, place: number): number {
  return place < 0 || place >= (starts[layers.length] ?? 0) ? -1 : lastStartAt(starts, place);
}

/** Step of a layer of `model`, −1 for none. */
export function stepOfLayer({ layers }: TimelineSteps, layer: number): number {
  return layer < 0 ? -1 : layers.indexOf(layer);
}

function positionOf({ layers }: LayerModel, layer: number): number {
  const unit = layers[layer];
  return unit?.kernels[0] ?? unit?.nodes[0] ?? 0;
}

function kernelMs({ layers, profile }: LayerModel, layer: number): number {
  return profile?.kernels[layers[layer]?.kernels[0] ?? -1]?.medianMs ?? 0;
}

function pageLayersOf(model: LayerModel, page: LayerModel, layers: Int32Array): Int32Array {
  if (model === page) return layers;
  const ofKernel = new Map<number, number>();
  page.layers.forEach(({ kernels }, index) => kernels.forEach(kernel => ofKernel.set(kernel, index)));
  return layers.map(layer => {
    const unit = model.layers[layer];
    return ofKernel.get(unit?.kernels[0] ?? -1) ?? page.layerOfNode[unit?.node ?? -1] ?? -1;
  });
}
