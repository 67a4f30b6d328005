import { describe, expect, it } from 'vitest';
import { analyze } from '../../../../src/analysis/analyze';
import { placeKernel, type Placement } from '../../../../src/analysis/roofline/placeKernel';
import { rooflineWork } from '../../../../src/analysis/roofline/rooflineWork';
import { rooflineColumns } from '../../../../src/analysis/roofline/rooflineColumns';
import type { Kernel } from '../../../../src/shared/report/latency';
import { sampleProfile } from '../../../engine/sampleProfile';
import { sampleRoofs } from '../../../fixtures/sampleMachine';
import { openFixture } from '../inferFixture';

const KERNEL: Kernel = {
  ...{ id: 0, name: 'relu', op: 'Relu', provider: 'CPUExecutionProvider', covers: [0], anchor: 0, added: false },
  ...{ medianMs: 1, lowMs: 1, highMs: 1, outputShape: [] },
};
/** 4 MB read and 4 MB written: 0.8 ms from memory. */
const model = openFixture({
  inputs: [{ name: 'x', shape: [1000, 1000] }],
  nodes: [{ op: 'Relu', inputs: ['x'], outputs: ['y'] }],
  outputs: [{ name: 'y' }],
});

function place(kernel: Partial<Kernel>): Placement | undefined {
  const { graph, reader } = model;
  return placeKernel(graph, analyze(graph, reader, { dims: new Map() }), { ...KERNEL, ...kernel }, sampleRoofs);
}

describe('placeKernel', () => {
  it('holds a kernel against its roof', () => {
    expect(place({ medianMs: 1.6 })).toMatchObject({ bound: 'memory', limitMs: 0.8, ofLimit: 0.5, note: undefined });
  });

  it('explains what is above the roof instead of hiding it', () => {
    const placement = place({ medianMs: 0.4 });
    expect(placement?.ofLimit).toBe(2);
    expect(placement?.note).toMatch(/In the cache: the 8\.00.MB .* reaches \d+/);
  });

  it('places nothing that the runtime added or that no node claims', () => {
    expect(place({ added: true })).toBeUndefined();
    expect(place({ anchor: undefined, covers: [] })).toBeUndefined();
  });

  it('fills columns whose ratio can be recomputed for groups', () => {
    const { graph, reader } = model;
    const source = { name: 'this machine', from: 'test', basis: 'measured', roofs: sampleRoofs, uncertainty: { low: 1, high: 1 } } as const;
    const profile = { ...sampleProfile(), kernels: [{ ...KERNEL, medianMs: 1.6 }] };
    const columns = rooflineColumns(graph, analyze(graph, reader, { dims: new Map() }), source, profile);
    const value = (id: string): number | undefined => columns.find(column => column.id === id)?.values[0];
    expect(value('ofLimit')).toBe(0.5);
    expect(value('measuredLimitMs')).toBe(0.8);
    expect(value('measuredMs')).toBe(1.6);
  });

  it('gives what the plot is drawn from: measured kernels with a profile, expected ones without', () => {
    const { graph, reader } = model;
    const analysis = analyze(graph, reader, { dims: new Map() });
    const source = { name: 'this machine', from: 'test', basis: 'measured', roofs: sampleRoofs, uncertainty: { low: 1, high: 1 } } as const;
    const profile = {
      ...sampleProfile(),
      kernels: [
        { ...KERNEL, medianMs: 1.6 },
        { ...KERNEL, id: 1, added: true },
      ],
    };
    const work = { nodes: Int32Array.of(0), flops: Float64Array.of(1e6), bytes: Float64Array.of(8e6), integer: Uint8Array.of(0) };
    expect(rooflineWork(graph, analysis, source, profile)).toEqual({ ...work, timeMs: Float64Array.of(1.6) });
    const predicted = rooflineWork(graph, analysis, source, undefined);
    expect(predicted).toMatchObject(work);
    expect(predicted.timeMs[0]).toBeGreaterThan(0);
  });
});
