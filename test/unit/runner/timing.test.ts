import { describe, expect, it } from 'vitest';
import { timeAbbaBlocks, timeBurst, timeOnce } from '../../../src/runner/timing';

describe('timing', () => {
  it('runs at least once and at most as often as asked', async () => {
    let runs = 0;
    const run = (): Promise<number> => Promise.resolve(++runs);
    expect((await timeBurst(run, { maxRuns: 3, maxMs: 60_000 })).wallMs).toHaveLength(3);
    expect((await timeBurst(run, { maxRuns: 3, maxMs: 0 })).cpuMs).toHaveLength(1);
    expect(runs).toBe(4);
  });

  it('interleaves in the order A, B, B, A', async () => {
    const order: string[] = [];
    const run = (name: string) => (): Promise<number> => Promise.resolve(order.push(name));
    const { wallMs } = await timeAbbaBlocks(run('A'), run('B'), { maxRuns: 2, maxMs: 60_000 });
    expect(order.join('')).toBe('ABBAABBA');
    expect(wallMs).toHaveLength(8);
  });

  it('gives back what the run gave, with its times', async () => {
    const { result, wallMs, cpuMs } = await timeOnce(() => Promise.resolve('done'));
    expect(result).toBe('done');
    expect(wallMs).toBeGreaterThanOrEqual(0);
    expect(cpuMs).toBeGreaterThanOrEqual(0);
  });
});
