import { describe, expect, it } from 'vitest';
import { uniformColumn, type Column } from '../../../../src/shared/report/column';
import type { Kernel } from '../../../../src/shared/report/latency';
import { splitKernels } from '../../../../src/shared/report/splitKernels';

function column(id: string, values: readonly number[]): Column {
  const look = { unit: 'count', axis: 'node', aggregation: { kind: 'sum' }, scale: 'log', direction: 'high-is-hot' } as const;
  return uniformColumn({ id, title: id, ...look, values: Float64Array.from(values) }, 'exact');
}

function kernel(covers: readonly number[], medianMs: number, anchor: number | undefined = covers[0]): Kernel {
  const names = { id: 0, name: '', op: '', provider: '', added: covers.length === 0 };
  return { ...names, covers, anchor, medianMs, lowMs: medianMs, highMs: medianMs, outputShape: [] };
}

const COLUMNS = [column('macs', [30, 10, 0, 0, Number.NaN, 0]), column('flops', [60, 20, 1, 3, Number.NaN, 5])];

describe('splitKernels', () => {
  it('splits by MACs, and keeps the whole', () => {
    expect([...splitKernels([kernel([0, 1, 2], 4)], COLUMNS, 6)]).toEqual([3, 1, 0, Number.NaN, Number.NaN, Number.NaN]);
  });

  it('splits by FLOPs where no node has MACs', () => {
    expect([...splitKernels([kernel([2, 3], 8)], COLUMNS, 4)].slice(2)).toEqual([2, 6]);
  });

  it('gives the whole to a single node, and adds up several kernels', () => {
    expect(splitKernels([kernel([4], 2), kernel([], 1, 4)], COLUMNS, 6)[4]).toBe(3);
  });

  it('does not guess where the work is not known, and leaves out what stands on no node', () => {
    expect([...splitKernels([kernel([4, 5], 2), kernel([], 7, undefined)], COLUMNS, 6)].every(Number.isNaN)).toBe(true);
  });
});
