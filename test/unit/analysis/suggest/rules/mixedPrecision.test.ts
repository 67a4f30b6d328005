import { describe, expect, it } from 'vitest';
import type { LayerError } from '../../../../../src/shared/report/layerError';
import type { LatencyComparison } from '../../../../../src/shared/report/comparison';
import type { OptimizeResult } from '../../../../../src/shared/report/optimizeResult';
import type { Variant } from '../../../../../src/shared/report/variant';
import { sampleLatency } from '../../../../fixtures/sampleLatency';
import { floats, noise, type Sketch } from '../../../../fixtures/sketchGraph';
import { profileOf, saidBy, suggestSketch } from '../suggestFixture';

const WEIGHT = floats([64, 64], noise(4096));

/** Three layers one after the other. */
const CHAIN: Sketch = {
  inputs: { x: [1, 64] },
  outputs: ['y'],
  nodes: [
    ['MatMul', ['x', 'a'], ['u']],
    ['MatMul', ['u', 'b'], ['v']],
    ['MatMul', ['v', 'c'], ['y']],
  ],
  weights: { a: WEIGHT, b: WEIGHT, c: WEIGHT },
};

type Share = readonly [value: number, low: number, high: number];
const share = ([value, low, high]: Share) => ({ value, low, high });

interface Made {
  readonly pass?: string;
  readonly agreement?: Share;
  readonly drop?: Share;
  readonly verdict?: LatencyComparison['speedup']['verdict'];
  readonly errors?: readonly number[];
}

/** An INT8 variant that takes half of 6 ms, whose layers are off by these decibels. */
function made({ pass = 'quantize-static', agreement, drop, verdict = 'faster', errors = [20, 60, 60] }: Made): Variant {
  const layerErrors = errors.map((localDb, layer): LayerError => ({
    layer,
    tensor: '',
    accumulatedDb: localDb,
    localDb,
    cosine: 1,
    maxAbs: 1,
  }));
  const metric =
    drop && ({ name: 'accuracy', samples: 500, before: share([1, 1, 1]), after: share([1, 1, 1]), drop: share(drop) } as const);
  const speedup = { median: 2, low: 1.9, high: 2.1, verdict, cpuRatio: 2, sessions: 6, deltaMs: { median: -3, low: -3, high: -3 } };
  const facts = { file: '', bytes: 1, nodes: 3, macs: 1, params: 1, weightBytes: 1 };
  const result: OptimizeResult = {
    output: '/m.int8.onnx',
    passes: [{ id: pass, parameters: {}, changedNodes: 3, skipped: [], notes: [] }],
    before: facts,
    after: facts,
    verification: {
      samples: 500,
      inputs: 'held-back',
      maxAbs: 1,
      sqnrDb: 20,
      cosine: 0.9,
      verdict: 'differs',
      ...(agreement && { top1Agreement: share(agreement) }),
      ...(metric && { metric }),
    },
    latency: { before: sampleLatency(6), after: sampleLatency(3), speedup, batch: 1 },
    layerErrors,
    ranAsInt8: [3, 3],
    data: undefined,
    seconds: 1,
    notes: [],
  };
  return { path: '/m.int8.onnx', name: 'int8', parent: '/m.onnx', bytes: 1, state: 'unreviewed', result };
}

async function said(...variants: readonly Variant[]) {
  const report = await suggestSketch(CHAIN, { variants, profile: profileOf({ 0: 3, 1: 2, 2: 1 }) });
  return { said: saidBy(report, 'mixed-precision'), offer: report.offered.find(({ rule }) => rule === 'mixed-precision') };
}

const BELOW: Share = [0.9, 0.88, 0.93];

describe('INT8 within a budget', () => {
  it('is offered where INT8 as a whole changed too many results, with the layers that add the noise', async () => {
    const { offer } = await said(made({ agreement: BELOW }));
    expect(offer).toMatchObject({ pass: 'mixed-precision', parameters: { 'min-agreement': 98 }, layers: [0] });
    expect(offer?.why).toMatch(
      /^INT8 as a whole \(int8\) lost more than the budget: 90.*% of the samples keep their result\. 1 of 3 layers/,
    );
    // From 6 / 2.1 ms to where the layer that took half of the time is back: half of what is surely saved is left.
    expect(offer?.gain).toMatchObject({ metric: 'latencyMs', before: 6, basis: 'estimated', low: 6 / 2.1 });
    expect(offer?.gain?.high).toBeCloseTo(6 - (6 - 6 / 1.9) / 2);
  });

  it('goes by points of accuracy where there are labels', async () => {
    const lost = made({ agreement: [0.999, 0.99, 1], drop: [0.03, 0.02, 0.04] });
    expect((await said(lost)).offer?.parameters).toEqual({ 'max-drop': 1 });
    expect((await said(made({ agreement: BELOW, drop: [0, -0.001, 0.002] }))).said?.kind).toBe('declined');
  });

  it('says why not where INT8 keeps the budget or is not faster', async () => {
    expect((await said(made({ agreement: [1, 0.992, 1] }))).said?.text).toMatch(/keeps enough: 100.*would only cost time/);
    expect((await said(made({ agreement: BELOW, verdict: 'slower' }))).said?.text).toMatch(/was not faster/);
  });

  it('says nothing before INT8 was judged on data, while that is not certain, and when it was made already', async () => {
    expect((await said()).said).toBeUndefined();
    expect((await said(made({}))).said).toBeUndefined();
    expect((await said(made({ agreement: [0.985, 0.97, 0.993] }))).said).toBeUndefined();
    expect((await said(made({ agreement: BELOW }), made({ pass: 'mixed-precision', agreement: BELOW }))).said).toBeUndefined();
  });

  it('promises no time where the errors of the layers are not known', async () => {
    const { offer } = await said(made({ agreement: BELOW, errors: [] }));
    expect(offer).toMatchObject({ pass: 'mixed-precision', layers: [] });
    expect(offer?.gain).toBeUndefined();
  });

  it('spreads over all layers where all are noisy alike', async () => {
    const { offer } = await said(made({ agreement: BELOW, errors: [30, 30, Infinity] }));
    expect(offer?.layers).toEqual([0]);
    expect(offer?.why).toMatch(/1 of 2 layers add half/);
  });
});
