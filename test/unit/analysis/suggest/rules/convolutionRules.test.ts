import { describe, expect, it } from 'vitest';
import { floats, noise, type Sketch, type SketchNode } from '../../../../fixtures/sketchGraph';
import { profileOf, saidBy, suggestSketch } from '../suggestFixture';

/** 3×3 convolutions of these widths in a row, on `pixels` square. */
function network(widths: readonly number[], pixels = 28, batch = 1): Sketch {
  const nodes = widths
    .slice(1)
    .map((_, layer): SketchNode => [
      'Conv',
      [layer === 0 ? 'x' : `y${layer - 1}`, `w${layer}`],
      [`y${layer}`],
      { pads: { kind: 'ints', values: [1, 1, 1, 1] } },
    ]);
  const weights = widths.slice(1).map((width, layer) => {
    const depth = widths[layer] ?? 1;
    return [`w${layer}`, floats([width, depth, 3, 3], noise(width * depth * 9, layer + 1))] as const;
  });
  return {
    inputs: { x: [batch, widths[0] ?? 1, pixels, pixels] },
    weights: Object.fromEntries(weights),
    nodes,
    outputs: [`y${nodes.length - 1}`],
  };
}

describe('channels off the grid', () => {
  it('are named when the input channels are no multiple of four', async () => {
    const said = saidBy(await suggestSketch(network([62, 64])), 'channel-grid');
    expect(said?.kind).toBe('advice');
    expect(said?.text).toContain('multiple of four');
    expect(said?.text).toMatch(/Next channel counts: “\w+” 62 → 64 or 60/);
    expect(said?.text).toContain('by its share of MACs');
  });

  it('are fine in multiples of 16, in fours, and in the first layer', async () => {
    for (const widths of [
      [64, 64],
      [60, 64],
      [3, 64],
    ])
      expect(saidBy(await suggestSketch(network(widths)), 'channel-grid')).toBeUndefined();
  });

  it('are named by what is wasted on this processor', async () => {
    const widths = network([64, 24, 24]);
    expect(saidBy(await suggestSketch(widths, { isa: ['avx512f'] }), 'channel-grid')?.text).toContain('in steps of 16');
    expect(saidBy(await suggestSketch(widths, { isa: ['avx2'] }), 'channel-grid')).toBeUndefined();
  });

  it('speak of no range where no layer has a narrower step, and of no processor that is not known', async () => {
    const none = (await suggestSketch(network([64, 12, 12]), { isa: ['avx512f'] })).advice.find(({ rule }) => rule === 'channel-grid');
    expect(none?.why).toContain('this processor computes 16 output channels at once (AVX-512)');
    expect(none?.details).toMatch(/or by pruning\.$/);
    const unknown = (await suggestSketch(network([64, 12, 12]))).advice.find(({ rule }) => rule === 'channel-grid');
    expect(unknown?.why).toContain('kernels compute at least 8 output channels at once. ');
    expect(unknown?.details).toContain('The range was seen on');
  });

  it('come with the next counts on either side, the layers, and what a narrower one saves of the measured time', async () => {
    const profile = profileOf({ 0: 4, 1: 2 });
    const environment = { ...profile.environment, isa: ['avx512f'] };
    const report = await suggestSketch(network([64, 24, 24]), { profile: { ...profile, environment } });
    const advice = report.advice.find(({ rule }) => rule === 'channel-grid');
    expect(advice?.why).toMatch(/computes 16 output channels at once \(AVX-512\)\. Next channel counts: “\w+” 24 → 32 or 16/);
    // Half of a layer's work goes with a step: 0.3 to 0.8 of that is saved.
    expect(advice?.gain).toMatchObject({ metric: 'latencyMs', before: 6, basis: 'estimated', from: 'from the measured time of 2 layers' });
    expect(advice?.gain?.low).toBeCloseTo(6 - 0.8 * 0.5 * 6, 6);
    expect(advice?.gain?.high).toBeCloseTo(6 - 0.3 * 0.5 * 6, 6);
  });
});

describe('tiny convolutions', () => {
  it('are better run on several inputs at once', async () => {
    const said = saidBy(await suggestSketch(network([8, 8, 8])), 'tiny-convolutions');
    expect(said?.text).toContain('batch of one');
  });

  it('are fine on a batch, with more channels, or as a small part', async () => {
    for (const sketch of [network([8, 8, 8], 28, 4), network([32, 32]), network([8, 8, 64, 64])])
      expect(saidBy(await suggestSketch(sketch), 'tiny-convolutions')).toBeUndefined();
  });
});

describe('a clean network of wide convolutions', () => {
  it('gets quantization and pruning, and no advice', async () => {
    const report = await suggestSketch(network([64, 64, 128, 64]));
    expect(report.offered.map(({ rule }) => rule)).toEqual(['quantize-static', 'prune-channels']);
    expect(report.advice).toEqual([]);
  });
});

describe('an execution provider', () => {
  it('is named when kernels ran outside of it', async () => {
    const profile = profileOf({ 0: 3, 1: 1 }, 'WebGpuExecutionProvider');
    const kernels = profile.kernels.map((kernel, index) =>
      index === 1 ? { ...kernel, op: 'NonZero', provider: 'CPUExecutionProvider' } : kernel,
    );
    const environment = { ...profile.environment, provider: 'WebGpuExecutionProvider' };
    const report = await suggestSketch(network([64, 64, 64]), { profile: { ...profile, kernels, environment } });
    expect(saidBy(report, 'provider-fallback')?.text).toMatch(/NonZero.*1\.00 ms, 25\.0 %/);
    expect(report.advice.find(({ rule }) => rule === 'provider-fallback')?.layers).toEqual([1]);
  });

  it('is no matter where all kernels ran on it', async () => {
    const report = await suggestSketch(network([64, 64, 64]), { profile: profileOf({ 0: 3, 1: 1 }) });
    expect(saidBy(report, 'provider-fallback')).toBeUndefined();
  });
});

const perm = (...values: readonly number[]) => ({ perm: { kind: 'ints', values } }) as const;

describe('channels last', () => {
  const sketch: Sketch = {
    inputs: { x: [1, 8, 8, 16] },
    weights: { w: floats([16, 16, 1, 1], noise(256)) },
    nodes: [
      ['Transpose', ['x'], ['a'], perm(0, 3, 1, 2)],
      ['Conv', ['a', 'w'], ['b']],
      ['Transpose', ['b'], ['y'], perm(0, 2, 3, 1)],
    ],
    outputs: ['y'],
  };

  it('is left to the runtime until its Transposes were seen to take time', async () => {
    expect(saidBy(await suggestSketch(sketch), 'channels-last')?.kind).toBe('declined');
    const slow = await suggestSketch(sketch, { profile: profileOf({ 0: 1, 1: 6, 2: 1 }) });
    expect(saidBy(slow, 'channels-last')?.text).toContain('25.0 % of the time in kernels');
    expect(saidBy(await suggestSketch(sketch, { profile: profileOf({ 1: 6 }) }), 'channels-last')?.kind).toBe('declined');
  });

  it('is nothing where Transposes have other orders', async () => {
    const other = {
      ...sketch,
      nodes: [['Transpose', ['x'], ['a'], perm(0, 3, 2, 1)] as const, ...sketch.nodes.slice(1, 2)],
      outputs: ['b'],
    };
    expect(saidBy(await suggestSketch(other), 'channels-last')).toBeUndefined();
  });
});

describe('Transposes in pairs', () => {
  const pair = (second: readonly number[]): Sketch => ({
    inputs: { x: [2, 3, 4] },
    nodes: [
      ['Transpose', ['x'], ['a'], perm(1, 2, 0)],
      ['Relu', ['a'], ['b']],
      ['Transpose', ['b'], ['y'], perm(...second)],
    ],
    outputs: ['y'],
  });

  it('are left to the runtime unless both ran', async () => {
    expect(saidBy(await suggestSketch(pair([2, 0, 1])), 'transpose-pairs')?.kind).toBe('declined');
    const ran = await suggestSketch(pair([2, 0, 1]), { profile: profileOf({ 0: 1, 1: 1, 2: 1 }) });
    expect(ran.advice[0]).toMatchObject({ rule: 'transpose-pairs', layers: [0, 2], gain: { metric: 'latencyMs', before: 3, low: 1 } });
  });

  it('are none when the second does not undo the first', async () => {
    expect(saidBy(await suggestSketch(pair([1, 2, 0])), 'transpose-pairs')).toBeUndefined();
  });
});
