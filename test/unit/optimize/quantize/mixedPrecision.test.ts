import { describe, expect, it } from 'vitest';
import type { Judgement, Laboratory, Observed } from '../../../../src/optimize/laboratory';
import type { PassPlan } from '../../../../src/optimize/pass';
import { mixedPrecision } from '../../../../src/optimize/quantize/mixedPrecision';
import { nodeOrigins } from '../../../../src/shared/graph/provenance';
import { NONE, type Graph } from '../../../../src/shared/graph/graph';
import { nodeInput, producerOf } from '../../../../src/shared/graph/traversal';
import type { PassParameters } from '../../../../src/shared/report/suggestion';
import { makeLaboratory } from '../../../fixtures/makeLaboratory';
import { passInput } from '../../../fixtures/passInput';
import { floats, noise, sketchGraph, type Sketch } from '../../../fixtures/sketchGraph';

const EMPTY = new Float64Array(0);
const OBSERVED: Observed = { min: -1, max: 3, mean: EMPTY, variance: EMPTY, gram: EMPTY, samples: new Float32Array(0) };
const weight = (...dims: number[]) => floats(dims, noise(dims.reduce((a, b) => a * b, 1)));
const IMAGE = [1, 16, 8, 8];
/** Three convolutions in a row. */
const chain: Sketch = {
  inputs: { x: IMAGE },
  weights: { u: weight(16, 16, 3, 3), v: weight(16, 16, 3, 3), w: weight(16, 16, 3, 3) },
  nodes: [
    ['Conv', ['x', 'u'], ['a']],
    ['Conv', ['a', 'v'], ['b']],
    ['Conv', ['b', 'w'], ['y']],
  ],
  outputs: ['y'],
};
/** Noise that each layer adds to the outputs. */
const NOISE = [1e-5, 1e-1, 2e-5];
const SAMPLES = 1000;

/** Layers of the sketch whose weights are integers. */
function quantizedLayers(graph: Graph): readonly number[] {
  return graph.nodes.ops.flatMap((op, node) => {
    const weights = op === 'Conv' ? producerOf(graph, nodeInput(graph, node, 1)) : NONE;
    return graph.nodes.ops[weights] === 'DequantizeLinear' ? nodeOrigins(graph, node) : [];
  });
}

/** Results change in proportion to the noise. */
function judgeBy(changedPerNoise: number) {
  return (graph: Graph): Promise<Judgement> => {
    const sum = quantizedLayers(graph).reduce((total, layer) => total + (NOISE[layer] ?? 0), 0);
    const changed = Math.min(SAMPLES, Math.round(sum * changedPerNoise));
    const labelled = { lost: changed, won: 0, samples: SAMPLES };
    return Promise.resolve({ samples: SAMPLES, agreeing: SAMPLES - changed, sqnrDb: -10 * Math.log10(sum), labelled });
  };
}

function timesOf(graph: Graph, int8Ms: number) {
  const quantized = quantizedLayers(graph);
  return [0, 1, 2].map(layer => ({ origins: [layer], op: 'Conv', medianMs: quantized.includes(layer) ? int8Ms : 1 }));
}

function makeLab(changedPerNoise: number, int8Ms = 0.4, changes: Partial<Laboratory> = {}): Laboratory & { readonly looks: number[] } {
  const looks: number[] = [];
  const abilities = makeLaboratory({
    observe: (_graph, observations) => {
      looks.push(observations.length);
      return Promise.resolve(new Map(observations.map(({ tensor }) => [tensor, OBSERVED])));
    },
    evaluate: () => Promise.resolve(new Map()),
    heldBack: { samples: SAMPLES, hasLabels: true, isSynthetic: false },
    judge: judgeBy(changedPerNoise),
    layerErrors: () => Promise.resolve([{ layer: 1, tensor: 'b', accumulatedDb: 9, localDb: 10, cosine: 0.9, maxAbs: 1 }]),
    kernelTimes: graphs => Promise.resolve(graphs.map(graph => timesOf(graph, int8Ms))),
    ...changes,
  });
  return { ...abilities, looks };
}

function plan(parameters: PassParameters, laboratory: Laboratory | undefined): Promise<PassPlan> {
  const given = { range: 'full', 'bias-correction': false, ...parameters };
  return mixedPrecision.plan(passInput(sketchGraph(chain), { laboratory, parameters: given }));
}

describe('mixed precision', () => {
  it('is plain INT8 where that keeps the budget, and looks no further', async () => {
    const laboratory = makeLab(0, 0.4, { kernelTimes: () => Promise.reject(new Error('not needed')) });
    const { graph, budget, fileTag, layers } = await plan({ 'min-agreement': 99 }, laboratory);
    expect(quantizedLayers(graph)).toEqual([0, 1, 2]);
    expect(budget).toMatchObject({ state: 'meets', samples: SAMPLES });
    expect(fileTag).toBe('int8');
    expect(layers.map(({ errorDb }) => errorDb)).toEqual([undefined, 10, undefined]);
  });

  it('leaves the layer in float32 that makes the noise, with the reason', async () => {
    const laboratory = makeLab(500);
    const { graph, budget, layers, notes } = await plan({ 'min-agreement': 99 }, laboratory);
    expect(quantizedLayers(graph)).toEqual([0, 2]);
    expect(budget).toMatchObject({ state: 'meets', value: 1 });
    const kept = layers.find(({ action }) => action === 'skip');
    expect(kept).toMatchObject({ node: 1, errorDb: 10 });
    expect(kept?.detail).toContain('100 % of the noise'.replace(' %', '\u202f%'));
    expect(notes[0]).toContain('2 of 3 layers in INT8, 1 in float32');
    expect(laboratory.looks.length).toBeLessThanOrEqual(3);
  });

  it('counts a drop of accuracy with labels the same way', async () => {
    const { graph, budget } = await plan({ 'max-drop': 1 }, makeLab(500));
    expect(quantizedLayers(graph)).toEqual([0, 2]);
    expect(budget?.budget).toEqual({ kind: 'max-drop', limit: 0.01 });
  });

  it('refuses a drop without labels and points to agreement', async () => {
    const heldBack = { samples: SAMPLES, hasLabels: false, isSynthetic: false };
    await expect(plan({ 'max-drop': 1 }, makeLab(0, 0.4, { heldBack }))).rejects.toMatchObject({
      reason: 'data-missing',
      message: expect.stringContaining('min-agreement=99') as string,
    });
  });

  it('refuses made-up data, no budget, and two budgets', async () => {
    const heldBack = { samples: 2, hasLabels: false, isSynthetic: true };
    await expect(plan({ 'min-agreement': 90 }, makeLab(0, 0.4, { heldBack }))).rejects.toMatchObject({ reason: 'data-missing' });
    await expect(plan({}, makeLab(0))).rejects.toMatchObject({ reason: 'usage' });
    await expect(plan({ 'max-drop': 1, 'min-agreement': 90 }, makeLab(0))).rejects.toMatchObject({ reason: 'usage' });
  });

  it('writes nothing that cannot be shown to keep the budget, and says how many samples would decide', async () => {
    await expect(plan({ 'min-agreement': 99.9 }, makeLab(0))).rejects.toMatchObject({
      reason: 'budget-broken',
      message: expect.stringMatching(/not certain; about .* more samples would decide/) as string,
    });
  });

  it('quantizes nothing that is not faster', async () => {
    await expect(plan({ 'min-agreement': 99 }, makeLab(500, 1.5))).rejects.toMatchObject({ reason: 'not-applicable' });
  });

  it('shows INT8 as a whole in a dry run', async () => {
    const { notes, layers } = await plan({ 'min-agreement': 99 }, undefined);
    expect(layers.every(({ action }) => action === 'change')).toBe(true);
    expect(notes[0]).toContain('is found out on the data');
  });
});
