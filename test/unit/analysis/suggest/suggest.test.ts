import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SUGGESTION_RULES } from '../../../../src/analysis/suggest/suggestionRules';
import { PASSES } from '../../../../src/optimize/passes';
import type { RoofSource } from '../../../../src/shared/report/machine';
import type { SuggestionReport } from '../../../../src/shared/report/suggestion';
import { floats, type Sketch } from '../../../fixtures/sketchGraph';
import { evenProfile, passTable, suggestFor, suggestSketch } from './suggestFixture';

const RESNET = 'test/fixtures/models/mnist_resnet.onnx';
const VIT = 'test/fixtures/models/mnist_vit.onnx';
const TABULAR = 'test/fixtures/models/tabular_mlp.onnx';
const WIDE = 'media/samples/mnist_wide.onnx';

/** A machine that takes no time for anything but arithmetic. */
const ROOFS: RoofSource = {
  ...{ name: 'test', from: 'a test', basis: 'estimated', uncertainty: { low: 1, high: 1 } },
  roofs: {
    ...{ threads: 1, float32FlopPerSecond: 1e11, int8FlopPerSecond: 4e11, memoryBytesPerSecond: 1e15, caches: [], kernelMs: 0 },
    efficiency: {},
  },
};

function offeredRules({ offered }: SuggestionReport): readonly string[] {
  return offered.map(({ rule }) => rule);
}

function whyNot({ declined }: SuggestionReport, rule: string): string {
  return declined.find(suggestion => suggestion.rule === rule)?.why ?? 'not declined';
}

describe('what is offered', () => {
  it('is static INT8 for convolutional models, behind channels where a wide one has many to spare', async () => {
    expect(offeredRules(await suggestFor(RESNET))).toEqual(['quantize-static', 'prune-channels', 'fold-batch-norm']);
    expect(offeredRules(await suggestFor(WIDE))).toEqual(['prune-channels', 'quantize-static']);
  });

  it('is dynamic and not static INT8 for a transformer', async () => {
    const report = await suggestFor(VIT);
    expect(offeredRules(report)).toEqual(['quantize-dynamic', 'dynamic-dims', 'fold-constants']);
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

  it('is advice in words where the pass table lacks the pass', async () => {
    const sketch: Sketch = {
      inputs: { x: [1, 4] },
      nodes: [
        ['Relu', ['x'], ['a']],
        ['Identity', ['a'], ['y']],
      ],
      outputs: ['y'],
    };
    expect(offeredRules(await suggestSketch(sketch, { passes: passTable('clean') }))).toEqual(['clean']);
    const without = await suggestSketch(sketch, { passes: passTable('quantize-static') });
    expect(offeredRules(without)).toEqual([]);
    expect(without.advice.map(({ rule }) => rule)).toEqual(['clean']);
  });

  it('is one offer for everything that the same command does', async () => {
    const report = await suggestSketch({
      inputs: { x: [1, 4] },
      weights: { a: floats([1, 4], [1, 2, 3, 4]) },
      nodes: [
        ['Neg', ['a'], ['b']],
        ['Identity', ['x'], ['c']],
        ['Add', ['b', 'c'], ['y']],
      ],
      outputs: ['y'],
    });
    expect(report.offered).toMatchObject([{ title: 'Fold 1 constant node and remove 1 idle node', layers: [0, 1], pass: 'clean' }]);
    expect(report.offered[0]?.gain).toMatchObject({ metric: 'nodes', before: 3, low: 1, high: 2 });
  });

  it('names the nodes that change, in the file’s ids', async () => {
    const { offered } = await suggestFor(WIDE);
    const layersOf = (wanted: string) => offered.find(({ rule }) => rule === wanted)?.layers;
    expect(layersOf('quantize-static')).toEqual([0, 2, 4, 6, 8, 10, 14, 16].slice(1));
    expect(layersOf('prune-channels')).toEqual([0, 2, 4, 6, 8, 10, 14]);
  });

  it('says that ranges and pruning need data when there is none', async () => {
    const { offered } = await suggestFor(WIDE, 'none');
    expect(offered.map(({ details }) => details.includes('--data'))).toEqual([true, true]);
  });
});

describe('expected gains', () => {
  it('apply to measured times when there is a profile', async () => {
    const { offered } = await suggestFor(WIDE, 'unlabelled', ({ nodes }) => evenProfile(nodes.ops, ['avx512vnni']));
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
    expect(quantize?.why).toContain('by its share of MACs');
  });

  it('count nodes of a clean-up', async () => {
    const clean = (await suggestFor(RESNET)).offered.find(({ pass }) => pass === 'clean');
    expect(clean?.gain).toMatchObject({ metric: 'nodes', before: 50, low: 33, high: 33 });
  });

  it('are estimates, also where a count has no range', async () => {
    const reports = await Promise.all([RESNET, VIT, WIDE].map(model => suggestFor(model)));
    const gains = reports.flatMap(({ offered }) => offered.flatMap(({ gain }) => gain ?? []));
    expect(gains.some(({ low, high }) => low === high)).toBe(true);
    expect(new Set(gains.map(({ basis }) => basis))).toEqual(new Set(['estimated']));
  });

  it('apply to predicted times while nothing was measured', async () => {
    const sketch: Sketch = {
      inputs: { x: [1, 64, 32, 32] },
      weights: { w: floats([64, 64, 3, 3], new Array<number>(64 * 64 * 9).fill(1)) },
      nodes: [
        ['Conv', ['x', 'w'], ['c']],
        ['Relu', ['c'], ['y']],
      ],
      outputs: ['y'],
    };
    const { offered } = await suggestSketch(sketch, { roofs: ROOFS });
    const [quantize] = offered;
    expect(quantize?.gain).toMatchObject({ metric: 'latencyMs', basis: 'estimated', from: 'from the predicted time of one layer' });
    const { before = 0, low = 0, high = 0 } = quantize?.gain ?? {};
    expect(low / before).toBeCloseTo(0.27);
    expect(high / before).toBeCloseTo(0.55);
    expect(quantize?.why).toMatch(/100.% of the predicted time/);
  });

  it('are wider and worse without 8-bit dot products', async () => {
    const offersOn = async (isa: readonly string[]) =>
      (await suggestFor(WIDE, 'unlabelled', ({ nodes }) => evenProfile(nodes.ops, isa))).offered;
    const rangeOf = (offers: Awaited<ReturnType<typeof offersOn>>) => {
      const gain = offers.find(({ rule }) => rule === 'quantize-static')?.gain;
      return [gain?.low ?? Number.NaN, gain?.high ?? Number.NaN] as const;
    };
    const plain = await offersOn(['avx2']);
    const [low, high] = rangeOf(plain);
    const [lowWith, highWith] = rangeOf(await offersOn(['avx512vnni']));
    expect(low).toBeGreaterThan(lowWith);
    expect(high).toBeGreaterThan(highWith);
    expect(plain[0]?.rule).toBe('prune-channels');
  });

  it('come with a warning on processors without 8-bit dot products', async () => {
    const why = async (isa: readonly string[]): Promise<string> =>
      (await suggestFor(WIDE, 'unlabelled', ({ nodes }) => evenProfile(nodes.ops, isa))).offered.find(
        ({ rule }) => rule === 'quantize-static',
      )?.details ?? '';
    expect(await why(['avx2'])).toContain('no VNNI');
    expect(await why(['avx2', 'avxvnni'])).not.toContain('no VNNI');
    expect(await why([])).not.toContain('no VNNI');
  });
});

describe('models with nothing to quantize', () => {
  it('says why for depthwise convolutions', async () => {
    const report = await suggestSketch({
      inputs: { x: [1, 64, 56, 56] },
      weights: { w: floats([64, 1, 3, 3], new Array<number>(576).fill(0)) },
      nodes: [['Conv', ['x', 'w'], ['y'], { group: { kind: 'int', value: 64 } }]],
      outputs: ['y'],
    });
    expect(whyNot(report, 'quantize-static')).toContain('depthwise');
  });

  it('says so for an empty graph', async () => {
    const report = await suggestSketch({ inputs: { x: [1] }, nodes: [], outputs: ['x'] });
    expect([...report.offered, ...report.advice]).toEqual([]);
    expect(report.checks).toBe(SUGGESTION_RULES.length);
  });
});

describe('the documentation', () => {
  it('lists every rule, with a title and a condition', () => {
    const rows = [...fs.readFileSync('docs/suggestions.md', 'utf8').matchAll(/^\| `([\w-]+)` \|.*\|.*\S.*\|$/gm)];
    expect(rows.map(match => match[1])).toEqual(SUGGESTION_RULES.map(({ id }) => id));
  });

  it('says of each rule which pass it offers, if that exists', () => {
    const text = fs.readFileSync('docs/suggestions.md', 'utf8');
    const passes = PASSES.map(({ description }) => description.id);
    for (const { id } of SUGGESTION_RULES) {
      const source = fs.readFileSync(`src/analysis/suggest/rules/${fileOf(id)}.ts`, 'utf8');
      const pass = /pass: \{ id: '([\w-]+)'/.exec(source)?.[1];
      const offered = new RegExp(`^\\| \`${id}\` \\| \`([\\w-]+)\`( \\(once built\\))? \\|`, 'm').exec(text);
      expect(offered?.[1], id).toBe(pass);
      expect(offered?.[2] === undefined, id).toBe(pass === undefined || passes.includes(pass));
    }
  });
});

/** Rules stand in files of their name, except where the name is an old one of the command line. */
function fileOf(id: string): string {
  if (id === 'prune-weights') return 'unstructuredPruning';
  return id.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
