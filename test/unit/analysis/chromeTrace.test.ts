import { describe, expect, it } from 'vitest';
import { analyze } from '../../../src/analysis/analyze';
import { chromeTrace, type TraceEvent } from '../../../src/analysis/chromeTrace';
import type { Kernel } from '../../../src/shared/report/latency';
import { sampleProfile } from '../../engine/sampleProfile';
import { openFixture } from './inferFixture';

const RELU: Kernel = { ...sampleProfile().kernels[0]!, medianMs: 1, name: 'a"b', covers: [1], anchor: 1 };
const KERNELS: readonly Kernel[] = [
  RELU,
  { ...RELU, id: 1, op: 'ReorderOutput', covers: [], anchor: 1, added: true, medianMs: 0.25 },
  { ...RELU, id: 2, name: 'first', op: 'MatMul', covers: [0], anchor: 0, medianMs: 0.5 },
  { ...RELU, id: 3, op: 'Cast', covers: [], anchor: undefined, added: true, medianMs: 0.15 },
];

function trace(): readonly TraceEvent[] {
  const { graph, reader } = openFixture({
    inputs: [{ name: 'x', shape: [1, 4] }],
    initializers: [{ name: 'w', dims: [4, 4], values: Array.from({ length: 16 }, (_, index) => index) }],
    nodes: [
      { op: 'MatMul', name: 'first', inputs: ['x', 'w'], outputs: ['a'] },
      { op: 'MatMul', name: 'second', inputs: ['a', 'w'], outputs: ['y'] },
    ],
    outputs: [{ name: 'y' }],
  });
  const analysis = analyze(graph, reader, { dims: new Map() });
  const profile = { ...sampleProfile(), kernels: KERNELS };
  return chromeTrace('m.onnx', graph, analysis, profile).traceEvents;
}

const row = (events: readonly TraceEvent[], tid: number): readonly TraceEvent[] =>
  events.filter(event => event.ph === 'X' && event.tid === tid);

describe('chromeTrace', () => {
  it('lays kernels end to end in the order in which they ran, and what is left behind them', () => {
    const executed = row(trace(), 1);
    expect(executed.map(({ name, ts, dur }) => [name, Math.round(ts ?? -1), Math.round(dur ?? -1)])).toEqual([
      ['Relu a"b', 0, 1000],
      ['ReorderOutput a"b', 1000, 250],
      ['MatMul first', 1250, 500],
      ['Cast a"b', 1750, 150],
      ['runtime overhead', 1900, 100],
    ]);
    expect(executed.map(({ cat }) => cat)).toEqual(['kernel', 'added by the runtime', 'kernel', 'added by the runtime', 'residual']);
    expect(executed[0]?.args).toMatchObject({ node: 1, layer: 'second', lowMs: 1.8 });
  });

  it('shows layers in the order of the file, kernels on no layer apart, and both rows as long as the latency', () => {
    const written = row(trace(), 2);
    expect(written.map(({ name, dur }) => [name, Math.round(dur ?? -1)])).toEqual([
      ['linear.1', 500],
      ['linear.2', 1250],
      ['kernels on no layer', 150],
      ['runtime overhead', 100],
    ]);
    for (const tid of [1, 2]) expect(row(trace(), tid).reduce((sum, { dur = 0 }) => sum + dur, 0)).toBeCloseTo(2000, 6);
  });
});

describe('what ran in bodies', () => {
  const branch = { nodes: [{ op: 'Exp', name: 'inner', inputs: ['x'], outputs: ['e'] }], outputs: [{ name: 'e' }] };
  const { graph, reader } = openFixture({
    inputs: [
      { name: 'c', dtype: 'bool', shape: [] },
      { name: 'x', shape: [4] },
    ],
    nodes: [
      {
        op: 'If',
        name: 'outer',
        inputs: ['c'],
        outputs: ['y'],
        attributes: { then_branch: { graph: branch }, else_branch: { graph: branch } },
      },
    ],
    outputs: [{ name: 'y' }],
  });
  const inner: Kernel = {
    ...RELU,
    id: 0,
    op: 'Exp',
    name: 'inner',
    covers: [1],
    anchor: 1,
    medianMs: 0.5,
    executions: 3,
    body: 'then_branch',
  };
  const holder: Kernel = { ...RELU, id: 0, op: 'If', name: 'outer', covers: [0], anchor: 0, inside: [inner], ownMs: 0.5 };

  it('lies in the event of the node that holds it, in both rows', () => {
    const analysis = analyze(graph, reader, { dims: new Map() });
    const { traceEvents } = chromeTrace('m.onnx', graph, analysis, { ...sampleProfile(), kernels: [holder] });
    for (const tid of [1, 2]) {
      const [outer, nested, rest] = row(traceEvents, tid);
      expect([outer?.ts, outer?.dur, nested?.ts, nested?.dur, rest?.ts]).toEqual([0, 1000, 0, 500, 1000]);
      expect(nested?.name).toContain('inner');
      expect(nested?.args).toMatchObject({ node: '0/then_branch/0', executions: 3 });
    }
  });
});
