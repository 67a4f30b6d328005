import { describe, expect, it } from 'vitest';
import { notBelow } from '../../../../src/worker/machineProbe/measureMachine';
import type { MachineRoofs } from '../../../../src/shared/report/machine';
import { sampleRoofs } from '../../../fixtures/sampleMachine';

const one: MachineRoofs = { ...sampleRoofs, threads: 1 };
const times = (factor: number): MachineRoofs => ({
  ...sampleRoofs,
  float32FlopPerSecond: factor * sampleRoofs.float32FlopPerSecond,
  memoryBytesPerSecond: factor * sampleRoofs.memoryBytesPerSecond,
});

/** What is found, and how often it was measured. */
async function found(floor: MachineRoofs | undefined, factors: readonly number[]): Promise<readonly [number, number]> {
  const left = factors.map(times);
  const roofs = await notBelow(floor, () => Promise.resolve(left.shift() ?? times(0)));
  return [roofs.float32FlopPerSecond / sampleRoofs.float32FlopPerSecond, factors.length - left.length];
}

describe('notBelow', () => {
  it('measures once where nothing contradicts', async () => {
    expect(await found(undefined, [0.1])).toEqual([0.1, 1]);
    expect(await found(one, [1.9, 5])).toEqual([1.9, 1]);
  });

  it('measures again what lies below fewer threads, and keeps the highest', async () => {
    expect(await found(one, [0.2, 1.8, 5])).toEqual([1.8, 2]);
    expect(await found(one, [0.2, 0.5, 0.3, 5])).toEqual([0.5, 3]);
  });
});
