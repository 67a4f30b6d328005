import { describe, expect, it } from 'vitest';
import type { Kernel } from '../../../src/shared/report/latency';
import { placementOf } from '../../../src/shared/report/placement';
import { providerOfKernels } from '../../../src/worker/machineProbe/probeProviders';

function kernel(op: string, provider: string, medianMs: number): Kernel {
  return { id: 0, name: op, op, provider, covers: [], anchor: undefined, added: false, medianMs, lowMs: 0, highMs: 0, outputShape: [] };
}

const KERNELS = [
  kernel('Gather', 'CPUExecutionProvider', 1),
  kernel('Conv', 'CUDAExecutionProvider', 4),
  kernel('Relu', 'CUDAExecutionProvider', 5),
  kernel('Shape', 'CPUExecutionProvider', 2),
  kernel('Conv', 'CUDAExecutionProvider', 3),
];

describe('placementOf', () => {
  it('sums kernels by provider and puts the slowest first', () => {
    expect(placementOf(KERNELS)).toEqual([
      { provider: 'CUDAExecutionProvider', kernels: 3, latencyMs: 12, ops: ['Conv', 'Relu'] },
      { provider: 'CPUExecutionProvider', kernels: 2, latencyMs: 3, ops: ['Shape', 'Gather'] },
    ]);
  });

  it('leaves out kernels of which the runtime does not say where they ran', () => {
    expect(placementOf([kernel('Conv', '', 1)])).toEqual([]);
  });
});

describe('providerOfKernels', () => {
  it.each([
    [undefined, 'CPUExecutionProvider'],
    ['cuda', 'CUDAExecutionProvider'],
    ['coreml', 'coreml'],
  ])('names the provider %s as kernels do', (provider, name) => {
    expect(providerOfKernels(provider, KERNELS)).toBe(name);
  });
});
