import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../../../src/analysis/analyze';
import { suggest, SUGGESTION_RULES } from '../../../../src/analysis/suggest/suggest';
import type { SuggestionReport } from '../../../../src/shared/report/suggestion';
import { memoryReader } from '../../../fixtures/passInput';
import { floats, sketchGraph, type Sketch } from '../../../fixtures/sketchGraph';
import { ALL_PASSES, evenProfile, passTable, suggestFor } from './suggestFixture';

const RESNET = 'test/fixtures/models/mnist_resnet.onnx';
const VIT = 'test/fixtures/models/mnist_vit.onnx';
const TABULAR = 'test/fixtures/models/tabular_mlp.onnx';
const WIDE = 'media/samples/mnist_wide.onnx';

function offeredRules({ offered }: SuggestionReport): readonly string[] {
  return offered.map(({ rule }) => rule);
}

function whyNot({ declined }: SuggestionReport, rule: string): string {
  return declined.find(suggestion => suggestion.rule === rule)?.why ?? 'not declined';
}

function suggestSketch(sketch: Sketch, passes = ALL_PASSES): SuggestionReport {
  const graph = sketchGraph(sketch);
  return suggest(graph, analyze(graph, memoryReader(graph), { dims: new Map() }), undefined, { data: 'unlabelled', passes });
}

describe('what is offered', () => {
  it('is static INT8 first for convolutional models', async () => {
    expect(offeredRules(await suggestFor(RESNET))).toEqual(['quantize-static', 'prune-channels', 'clean']);
    expect(offeredRules(await suggestFor(WIDE))).toEqual(['quantize-static', 'prune-channels']);
  });

  it('is dynamic and not static INT8 for a transformer', async () => {
    const report = await suggestFor(VIT);
    expect(offeredRules(report)).toEqual(['quantize-dynamic', 'clean']);
    expect(whyNot(report, 'quantize-static')).toContain('attention');
  });

  it('is nothing for a model so small that INT8 costs more than it saves', async () => {
    const report = await suggestFor(TABULAR);
    expect(report.offered).toEqual([]);
    for (const rule of ['quantize-static', 'quantize-dynamic'])
      expect(whyNot(report, rule)).toMatch(/INT8 costs more than it saves on 4\.03.k MACs/);
  });

  it('never offers half precision or single zeros for the CPU', async () => {
    const report = await suggestFor(WIDE);
    expect(whyNot(report, 'float16')).toContain('no CPU gain');
    expect(whyNot(report, 'prune-weights')).toContain('90 %');
  });

  it('leaves out rules whose pass does not exist', () => {
    const sketch: Sketch = { inputs: { x: [1, 4] }, nodes: [['Identity', ['x'], ['y']]], outputs: ['y'] };
    expect(offeredRules(suggestSketch(sketch, passTable('clean')))).toEqual(['clean']);
    expect(offeredRules(suggestSketch(sketch, passTable('quantize-static')))).toEqual([]);
  });

  it('names the nodes that change, in the file’s ids', async () => {
    const { offered } = await suggestFor(WIDE);
    expect(offered[0]?.layers).toEqual([0, 2, 4, 6, 8, 10, 14, 16].slice(1));
    expect(offered[1]?.layers).toEqual([0, 2, 4, 6, 8, 10, 14]);
  });

  it('says that ranges and pruning need data when there is none', async () => {
    const { offered } = await suggestFor(WIDE, 'none');
    expect(offered.map(({ why }) => why.includes('--data'))).toEqual([true, true]);
  });
});

describe('expected gains', () => {
  it('apply to measured times when there is a profile', async () => {
    const { offered } = await suggestFor(WIDE, 'unlabelled', graph => evenProfile(graph, ['avx512vnni']));
    const gain = offered.find(({ rule }) => rule === 'quantize-static')?.gain;
    // Eight kernels of 1 ms and 1 ms of overhead: the first convolution stays, five at 0.27–0.55 and two products at 0.17–0.42 of their time.
    expect(gain).toMatchObject({ metric: 'latencyMs', before: 9, basis: 'estimated' });
    expect(gain?.low).toBeCloseTo(9 - 5 * 0.73 - 2 * 0.83);
    expect(gain?.high).toBeCloseTo(9 - 5 * 0.45 - 2 * 0.58);
  });

  it('are bytes of weights before a profile, and the sentence says what stands for time', async () => {
    const { offered } = await suggestFor(VIT);
    const [quantize] = offered;
    expect(quantize?.gain).toMatchObject({ metric: 'weightBytes', basis: 'estimated' });
    expect(quantize?.gain?.high).toBeLessThan((quantize?.gain?.before ?? 0) * 0.35);
    expect(quantize?.why).toContain('estimated from shares of MACs');
  });

  it('count nodes of a clean-up', async () => {
    const clean = (await suggestFor(RESNET)).offered.find(({ rule }) => rule === 'clean');
    expect(clean?.gain).toMatchObject({ metric: 'nodes', before: 50, low: 33, high: 33 });
  });

  it('come with a warning on processors without 8-bit dot products', async () => {
    const why = async (isa: readonly string[]): Promise<string> =>
      (await suggestFor(WIDE, 'unlabelled', graph => evenProfile(graph, isa))).offered.find(({ rule }) => rule === 'quantize-static')
        ?.why ?? '';
    expect(await why(['avx2'])).toContain('no VNNI');
    expect(await why(['avx2', 'avxvnni'])).not.toContain('no VNNI');
    expect(await why([])).not.toContain('no VNNI');
  });
});

describe('models with nothing to quantize', () => {
  it('says why for depthwise convolutions', () => {
    const report = suggestSketch({
      inputs: { x: [1, 64, 56, 56] },
      weights: { w: floats([64, 1, 3, 3], new Array<number>(576).fill(0)) },
      nodes: [['Conv', ['x', 'w'], ['y'], { group: { kind: 'int', value: 64 } }]],
      outputs: ['y'],
    });
    expect(whyNot(report, 'quantize-static')).toContain('depthwise');
  });

  it('says so for an empty graph', () => {
    const report = suggestSketch({ inputs: { x: [1] }, nodes: [], outputs: ['x'] });
    expect(report.offered).toEqual([]);
    expect(report.declined).toHaveLength(SUGGESTION_RULES.length);
  });
});

describe('the documentation', () => {
  it('lists every rule', () => {
    const rows = [...fs.readFileSync('docs/suggestions.md', 'utf8').matchAll(/^\| `([\w-]+)` \|/gm)].map(match => match[1]);
    expect(rows).toEqual(SUGGESTION_RULES.map(({ id }) => id));
  });
});
