import { describe, expect, test } from 'vitest';
import { buildLayerModel } from '../../../webview/views/model/buildLayerModel';
import { chosenShare, chosenSum } from '../../../webview/views/model/chosenSums';
import { maskOf, nearestChosen, packChosen, translateMask, unpackChosen } from '../../../webview/views/model/chosenLayers';
import { recordedModel } from '../fixtures/recordedModel';
import { sampleRoofline } from '../fixtures/sampleRoofline';

const { view, profile } = recordedModel('resnet50');
const roofline = sampleRoofline(view, profile, -1);
const [kernels, nodes] = (['kernels', 'nodes'] as const).map(unit => buildLayerModel(view, profile, unit, { roofline }));
if (kernels === undefined || nodes === undefined) throw new Error('Both were built.');

describe('layers that are chosen', () => {
  test('are few numbers when they are many, and the same layers again', () => {
    const all = maskOf(kernels, [...kernels.layers.keys()]);
    const packed = packChosen(kernels, all, 'graph');
    expect(packed.runs).toHaveLength(2);
    expect(unpackChosen(kernels, packed)).toEqual(all);
  });

  test.each([[[0]], [[0, 1, 5]], [[3, 57]], [[56, 57]], [[]]])('survive being packed: %j', layers => {
    const mask = maskOf(kernels, layers);
    expect(unpackChosen(kernels, packChosen(kernels, mask, ''))).toEqual(mask);
  });

  test('are found in another unit where the selection would be', () => {
    const chosen = [2, 10];
    const there = translateMask(kernels, maskOf(kernels, chosen), nodes);
    const found = nodes.layers.filter((_, layer) => there[layer] === 1).map(({ key }) => key);
    expect(found).toEqual(chosen.map(layer => kernels.layers[layer]?.key));
    expect(translateMask(nodes, there, kernels)).toEqual(maskOf(kernels, chosen));
  });

  test('have one that is nearest', () => {
    const mask = maskOf(kernels, [4, 9]);
    expect([0, 4, 6, 7, 50].map(layer => nearestChosen(mask, layer))).toEqual([4, 4, 4, 9, 9]);
    expect(nearestChosen(maskOf(kernels, []), 3)).toBe(-1);
  });
});

describe('sums of chosen layers', () => {
  const column = (id: string) => {
    const found = kernels.columns.get(id);
    if (found === undefined) throw new Error(`No column ${id}`);
    return found;
  };
  const layers = [1, 2, 3];

  test('add up times and their shares', () => {
    const { values, total } = column('latencyMs');
    const sum = layers.reduce((ms, layer) => ms + (values[layer] ?? NaN), 0);
    expect(chosenSum(column('latencyMs'), layers)?.text).toBe(`${sum.toPrecision(3)}\u202fms`);
    expect(chosenShare(kernels, layers)?.text).toBe(`${((100 * sum) / total).toFixed(1)}\u202f%`);
  });

  test('never add ratios: the ratio of the sums, and the range', () => {
    const { values, ratio } = column('intensity');
    const add = (parts: Float64Array | undefined) => layers.reduce((sum, layer) => sum + (parts?.[layer] ?? NaN), 0);
    const own = layers.map(layer => values[layer] ?? NaN);
    const [together, low, high] = [add(ratio?.numerators) / add(ratio?.denominators), Math.min(...own), Math.max(...own)];
    const [sum, first, last] = [together, low, high].map(value => value.toPrecision(3));
    expect(chosenSum(column('intensity'), layers)?.text).toBe(`${sum}\u202fFLOP/B together, ${first} – ${last}\u202fFLOP/B`);
    expect(together).toBeGreaterThanOrEqual(low);
    expect(together).toBeLessThanOrEqual(high);
  });

  test('name the words that occur', () => {
    expect(chosenSum(column('precision'), layers)?.text).toBe('FP32');
  });

  test('say of how many the value is known, and nothing where it is of none', () => {
    const values = column('macs').values.slice();
    values[2] = NaN;
    expect(chosenSum({ ...column('macs'), values, total: 1 }, layers)?.note).toBe('known for 2 of 3');
    expect(chosenSum({ ...column('macs'), values: values.fill(NaN), total: 1 }, layers)).toBeUndefined();
  });
});
