import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { KERNEL_CLASSES } from '../../src/shared/report/machine';
import { MachineCache } from '../../src/worker/machineProbe/machineCache';
import { machineReport } from '../../src/worker/machineProbe/measureMachine';
import { temporaryFolder } from '../fixtures/temporaryFolder';
import { recordedContext } from './jobFixtures';

const cache = new MachineCache(path.join(temporaryFolder(), 'cache'));
const measure = (again = false): ReturnType<typeof machineReport> => machineReport({ threads: 2, again }, recordedContext(), cache);

describe('machineReport', () => {
  it('measures roofs for one and for all threads, every class of kernels included, and starts the CPU', async () => {
    const { report, cached } = await measure();
    expect(cached).toBe(false);
    expect(report.roofs.map(({ threads }) => threads)).toEqual([1, 2]);
    for (const roofs of report.roofs) {
      expect(roofs.float32FlopPerSecond).toBeGreaterThan(1e8);
      expect(roofs.memoryBytesPerSecond).toBeGreaterThan(1e8);
      expect(roofs.caches.every(({ bytesPerSecond }) => bytesPerSecond >= roofs.memoryBytesPerSecond)).toBe(true);
      expect(Object.keys(roofs.efficiency).sort()).toEqual(Object.keys(KERNEL_CLASSES).sort());
    }
    expect(report.providers).toContainEqual({ name: 'cpu', usable: true, reason: undefined });
    for (const { usable, reason } of report.providers) expect(usable ? reason : (reason ?? '').length > 0).toBe(usable ? undefined : true);
    const { saturates, expected, observed } = report.saturation;
    expect(expected).toBe(64 * 255 * 127);
    expect(saturates).toBe(observed !== expected);
  });

  it('answers from the cache until it is told to measure again', async () => {
    const first = await measure();
    expect(first.cached).toBe(true);
    const again = await measure(true);
    expect(again.cached).toBe(false);
    expect(again.report.measuredAt > first.report.measuredAt).toBe(true);
  });

  it('ends when it is cancelled', async () => {
    const abort = new AbortController();
    const context = recordedContext(abort.signal);
    const running = machineReport({ threads: 1, again: true }, context, cache);
    setTimeout(() => abort.abort(), 600);
    await expect(running).rejects.toMatchObject({ reason: 'cancelled' });
  });
});
