import { describe, expect, it } from 'vitest';
import { analyze } from '../../../src/analysis/analyze';
import { countZeros } from '../../../src/analysis/cost/countZeros';
import { sparsityColumns } from '../../../src/analysis/metrics/sparsityColumns';
import { bodyLines } from '../../../src/cli/terminal/bodyLines';
import { layerLines } from '../../../src/cli/terminal/layerLines';
import { missedFusionLines } from '../../../src/cli/terminal/missedFusionLines';
import { sparsityLines } from '../../../src/cli/terminal/sparsityLines';
import { terminalStyle } from '../../../src/cli/terminal/style';
import type { OnnxModel } from '../../../src/onnx/openModel';
import type { Analysis } from '../../../src/shared/report/analysis';
import type { Kernel } from '../../../src/shared/report/latency';
import type { MissedFusion } from '../../../src/shared/report/missedFusion';
import { sampleProfile } from '../../engine/sampleProfile';
import { openFixture } from '../analysis/inferFixture';

const plain = terminalStyle(false, 100);
const WEIGHT = { dims: [4, 4], values: Array.from({ length: 16 }, (_, index) => index) };

function lines(kernels: readonly Partial<Kernel>[]): string {
  const model = openFixture({
    inputs: [{ name: 'x', shape: [2, 4] }],
    initializers: [
      { name: 'w', ...WEIGHT },
      { name: 'v', ...WEIGHT },
    ],
    nodes: [
      { op: 'MatMul', name: 'first', inputs: ['x', 'w'], outputs: ['a'] },
      { op: 'MatMul', name: 'second', inputs: ['a', 'v'], outputs: ['y'] },
    ],
    outputs: [{ name: 'y' }],
  });
  const profile = sampleProfile();
  const ran = kernels.map((kernel, id): Kernel => ({ ...profile.kernels[0]!, id, op: 'MatMul', ...kernel }));
  const latency = { ...profile.latency, medianMs: 4, residualMs: 1 };
  const analyzed = { model, analysis: analyze(model.graph, model.reader, { dims: new Map() }) };
  const text = layerLines(analyzed, { ...profile, latency, kernels: ran, floorMs: 0.02 }, plain).join('\n');
  return text.replaceAll(/[\u202f\u2009]/g, ' ');
}

describe('the layer table after a profile', () => {
  it('shows times with intervals, and how they make up the headline', () => {
    const text = lines([
      { covers: [0], anchor: 0, medianMs: 2, lowMs: 1.9, highMs: 2.2 },
      { covers: [1], anchor: 1, medianMs: 0.9, lowMs: 0.8, highMs: 1 },
      { covers: [], anchor: undefined, added: true, medianMs: 0.1, lowMs: 0.1, highMs: 0.1 },
    ]);
    expect(text).toMatch(/linear\.1 .*2\.00 ms +1\.90 – 2\.20 +66\.7 %/);
    expect(text).toContain('layers 2.90 ms + kernels on no layer 100 µs + runtime overhead 1.00 ms = 4.00 ms');
    expect(text).not.toMatch(/Split|Thread efficiency/);
  });

  it('says of a layer that is no longer than timing takes only that', () => {
    const text = lines([
      { covers: [0], anchor: 0, medianMs: 2, lowMs: 2, highMs: 2 },
      { covers: [1], anchor: 1, medianMs: 0.01, lowMs: 0, highMs: 0.03 },
    ]);
    expect(text).toMatch(/linear\.2 +MatMul +≤ 20 µs/);
  });

  it('splits a kernel over the layers that it spans, and shows how threads were used', () => {
    const text = lines([{ covers: [0, 1], anchor: 0, medianMs: 3, lowMs: 3, highMs: 3, parallelEfficiency: 0.8 }]);
    expect(text).toMatch(/Split, estimate +Thread efficiency/);
    expect(text).toMatch(/linear\.1 .*3\.00 ms.* 1\.50 ms +80 %/);
    expect(text).toMatch(/linear\.2 +MatMul +– +– +1\.50 ms +– /);
  });
});

describe('missedFusionLines', () => {
  const missed = (node: number, condition: MissedFusion['condition']): MissedFusion => ({
    fusion: 'Conv + Relu',
    nodes: [node, node + 1],
    condition,
    why: `“c${node}” is read twice.`,
  });

  it('is empty without any', () => {
    expect(missedFusionLines([], plain)).toEqual([]);
  });

  it('puts those with one reason together, and makes names harmless', () => {
    const many = Array.from({ length: 8 }, (_, index) => missed(10 * index, 'second-reader'));
    const evil = { ...missed(99, 'graph-output'), why: 'a\u001b[2Jb' };
    const text = missedFusionLines([...many, evil], plain).join('\n');
    expect(text).toContain('Conv + Relu at 0, 10, 20, 30, 40, 50 and 2 more: “c0” is read twice.');
    expect(text).toContain('Conv + Relu at 99: a\ufffd[2Jb');
    expect(text).not.toContain('\u001b');
  });
});

/** Two products, the first with rows that are not known. */
function openRows(): { readonly model: OnnxModel; readonly analysis: Analysis } {
  const model = openFixture({
    inputs: [
      { name: 'x', shape: ['n', 4] },
      { name: 'q', shape: [2, 4] },
    ],
    initializers: [{ name: 'w', ...WEIGHT }],
    nodes: [
      { op: 'MatMul', name: 'first', inputs: ['x', 'w'], outputs: ['y'] },
      { op: 'MatMul', name: 'second', inputs: ['q', 'w'], outputs: ['r'] },
    ],
    outputs: [{ name: 'y' }, { name: 'r' }],
  });
  return { model, analysis: analyze(model.graph, model.reader, { dims: new Map() }) };
}

/** An If whose branches multiply with a weight of the main graph. */
function branches(): { readonly model: OnnxModel; readonly analysis: Analysis } {
  const body = { nodes: [{ op: 'MatMul', inputs: ['x', 'w'], outputs: ['a'] }], outputs: [{ name: 'a' }] };
  const model = openFixture({
    inputs: [
      { name: 'c', shape: [], dtype: 'bool' },
      { name: 'x', shape: [4, 4] },
    ],
    initializers: [{ name: 'w', ...WEIGHT }],
    nodes: [{ op: 'If', inputs: ['c'], outputs: ['y'], attributes: { then_branch: { graph: body }, else_branch: { graph: body } } }],
    outputs: [{ name: 'y' }],
  });
  return { model, analysis: analyze(model.graph, model.reader, { dims: new Map() }) };
}

describe('the layer table before a profile', () => {
  it('gives no share of a sum that is not known', () => {
    const text = layerLines(openRows(), undefined, plain).join('\n');
    expect(text).toMatch(/linear\.2 +MatMul +32 +– /);
    expect(text).toMatch(/linear\.1 +MatMul +– +– /);
  });

  it('does not say how much the layers left out cost when that is not known', () => {
    const nodes = Array.from({ length: 26 }, (_, index) => ({ op: 'MatMul', inputs: ['x', 'w'], outputs: [`y${String(index)}`] }));
    const model = openFixture({
      inputs: [{ name: 'x', shape: ['n', 4] }],
      initializers: [{ name: 'w', ...WEIGHT }],
      nodes,
      outputs: nodes.map(({ outputs: [name = ''] }) => ({ name })),
    });
    const analysis = analyze(model.graph, model.reader, { dims: new Map() });
    expect(layerLines({ model, analysis }, undefined, plain).at(-1)).toBe('1 more layer: – MACs');
  });

  it('shows a column once, however often it is named, and no unit without a number', () => {
    const [head = '', , first = ''] = layerLines(openRows(), undefined, plain, { metrics: ['macs', 'intensity', 'intensity'] });
    expect(head.match(/MACs/g)).toHaveLength(1);
    expect(head.match(/Intensity/g)).toHaveLength(1);
    expect(first).toMatch(/–$/);
  });
});

describe('the lines on bodies after a profile', () => {
  it('say which branch ran, and what it costs each time', () => {
    const { model, analysis } = branches();
    const [kernel] = sampleProfile().kernels;
    const bodies = ['then_branch', 'else_branch'].map((attribute, executions) => ({ attribute, executions }));
    const profile = { ...sampleProfile(), kernels: [{ ...kernel!, op: 'If', anchor: 0, covers: [0], bodies }] };
    expect(bodyLines({ model, analysis }, profile, plain)).toEqual([
      'Control flow',
      '  If #0, then_branch: did not run, measured; 64 MACs each time',
      '  If #0, else_branch: ran once in a run, measured; 64 MACs each time',
    ]);
    expect(bodyLines({ model, analysis }, { ...profile, kernels: [] }, plain)).toEqual([]);
  });
});

describe('the line on zeros in weights', () => {
  it('counts the weights that only a body reads', async () => {
    const { model } = branches();
    expect(await zerosText(model)).toContain('Zeros in weights: 6.3 %');
  });

  it('says why nothing is known where the data are missing', async () => {
    const { model } = branches();
    const missing = { kind: 'unavailable', reason: 'missing' } as const;
    const weights = model.graph.tensors.weights.map(weight => weight && { ...weight, bytes: missing });
    const graph = { ...model.graph, tensors: { ...model.graph.tensors, weights } };
    expect(await zerosText({ ...model, graph })).toBe('  Zeros in weights: not known, since their data are missing');
  });

  it('is left out for a model without weights', async () => {
    const model = openFixture({
      inputs: [{ name: 'x', shape: [2, 2] }],
      nodes: [{ op: 'MatMul', inputs: ['x', 'x'], outputs: ['y'] }],
      outputs: [{ name: 'y' }],
    });
    expect(await zerosText(model)).toBe('');
  });

  async function zerosText(model: OnnxModel): Promise<string> {
    const analysis = analyze(model.graph, model.reader, { dims: new Map() });
    const columns = sparsityColumns(model.graph, analysis, await countZeros(model.graph, model.reader));
    return sparsityLines({ model, analysis }, columns, plain).join('\n').replaceAll('\u202f', ' ');
  }
});

describe('what ran in bodies', () => {
  it('stands below its layer, what is no longer than timing takes only summed', () => {
    const analyzed = branches();
    const profile = sampleProfile();
    const inner: Kernel = { ...profile.kernels[0]!, name: 'k', op: 'MatMul', executions: 40, body: 'then_branch', covers: [1], anchor: 1 };
    const inside = [
      { ...inner, medianMs: 1.5 },
      { ...inner, id: 1, op: 'Tanh', anchor: undefined, covers: [], medianMs: 0.3 },
    ];
    const holder: Kernel = { ...inner, op: 'If', name: 'if', covers: [0], anchor: 0, medianMs: 2, inside, ownMs: 0.2, executions: 1 };
    const text = layerLines(analyzed, { ...profile, kernels: [holder], floorMs: 0.01 }, plain)
      .join('\n')
      .replaceAll(/[\u202f\u2009]/g, ' ');
    expect(text).toMatch(/^0 +If +If +2\.00 ms/m);
    expect(text).toMatch(/^ +40 × MatMul #0\/then_branch\/0 +MatMul +1\.50 ms .* 75\.0 %/m);
    expect(text).toMatch(/^ +1 more +300 µs/m);
    expect(text).toMatch(/^ +itself +200 µs/m);
  });
});
