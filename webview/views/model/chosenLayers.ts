import type { LayerModel, LayerUnit } from './layerModel';

/** Several layers that the user chose, as plain data that survive the page. */
export interface ChosenLayers {
  /** What the keys are of. */
  readonly unit: LayerUnit;
  /** Of the graph that they were chosen in: a key means another layer in another one. */
  readonly skeletonHash: string;
  /** Smallest and largest key of each run: what the unit has between them is chosen too, so that all of 100,000 layers are two numbers. */
  readonly runs: readonly number[];
}

/** A byte per layer of a model, 1 for those that are chosen. */
export type LayerMask = Uint8Array<ArrayBuffer>;

export function maskOf({ layers }: Pick<LayerModel, 'layers'>, chosen: readonly number[]): LayerMask {
  const mask = new Uint8Array(layers.length);
  for (const layer of chosen) mask[layer] = 1;
  return mask;
}

export function countChosen(mask: LayerMask): number {
  return mask.reduce((sum, isChosen) => sum + isChosen, 0);
}

export function packChosen(model: LayerModel, mask: LayerMask, skeletonHash: string): ChosenLayers {
  const runs: number[] = [];
  let isRun = false;
  for (const key of sortedKeys(model)) {
    const isChosen = mask[model.indexOfKey.get(key) ?? -1] === 1;
    if (isChosen && isRun) runs[runs.length - 1] = key;
    else if (isChosen) runs.push(key, key);
    isRun = isChosen;
  }
  return { unit: model.unit, skeletonHash, runs };
}

/** `model` is of the unit that the layers were chosen in. */
export function unpackChosen(model: LayerModel, { runs }: ChosenLayers): LayerMask {
  const mask = new Uint8Array(model.layers.length);
  let run = 0;
  for (const key of sortedKeys(model)) {
    while (run < runs.length && key > (runs[run + 1] ?? -Infinity)) run += 2;
    if (key >= (runs[run] ?? Infinity)) mask[model.indexOfKey.get(key) ?? -1] = 1;
  }
  return mask;
}

/** The same layers in a model of another unit: each where its selection would be. */
export function translateMask(from: LayerModel, mask: LayerMask, to: LayerModel): LayerMask {
  const translated = new Uint8Array(to.layers.length);
  mask.forEach((isChosen, layer) => {
    if (isChosen === 1) translated[layerOfKey(to, from.layers[layer]?.key ?? -1)] = 1;
  });
  return translated;
}

/** Index of what a key means in a model of any unit, −1 for nothing: a node is found in the layer that it belongs to, a kernel in the one that it runs. */
export function layerOfKey({ indexOfKey, layerOfNode, layers }: LayerModel, key: number): number {
  const index = indexOfKey.get(key) ?? (key >= 0 ? layerOfNode[key] : undefined);
  return index ?? layersOfKernels(layers).get(-2 - key) ?? -1;
}

const runBy = new WeakMap<LayerModel['layers'], ReadonlyMap<number, number>>();

/** Index of the first layer that each kernel runs. */
function layersOfKernels(layers: LayerModel['layers']): ReadonlyMap<number, number> {
  const known = runBy.get(layers);
  if (known !== undefined) return known;
  const found = new Map<number, number>();
  layers.forEach(({ kernels }, layer) => {
    for (const kernel of kernels) if (!found.has(kernel)) found.set(kernel, layer);
  });
  runBy.set(layers, found);
  return found;
}

/** The chosen layer nearest to one, itself if it is chosen; −1 for none. */
export function nearestChosen(mask: LayerMask, layer: number): number {
  for (let distance = 0; distance < mask.length; distance++) {
    if (mask[layer + distance] === 1) return layer + distance;
    if (mask[layer - distance] === 1) return layer - distance;
  }
  return -1;
}

const sorted = new WeakMap<LayerModel['layers'], Int32Array>();

function sortedKeys({ layers }: LayerModel): Int32Array {
  let keys = sorted.get(layers);
  if (keys === undefined) sorted.set(layers, (keys = Int32Array.from(layers, ({ key }) => key).sort()));
  return keys;
}
