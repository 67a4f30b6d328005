import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { runCli, runJson } from './runCli';
import { expectValid } from './schemas';

const RESNET = 'test/fixtures/models/mnist_resnet.onnx';
const environment = { LAYERWISE_CACHE: temporaryFolder() };

interface Report {
  readonly prediction?: { readonly target: string; readonly lowMs: number | null; readonly highMs: number | null };
  readonly layers: readonly {
    readonly op: string;
    readonly roofline?: { readonly bound: string; readonly ofLimit: number | null } | null;
  }[];
}

const report = async (...args: readonly string[]): Promise<Report> => {
  const found = (await runJson(args, { environment })) as Report;
  expectValid('report', found);
  return found;
};

describe('the roofline', () => {
  it('is left out where no roofs are known', async () => {
    const { prediction, layers } = await report('analyze', RESNET, '--dim', 'batch=1');
    expect(prediction).toBeUndefined();
    expect(layers.every(({ roofline }) => roofline === undefined || roofline === null)).toBe(true);
  });

  it('of a target gives every convolution its bound, and the model a range', async () => {
    const { prediction, layers } = await report('analyze', RESNET, '--dim', 'batch=1', '--target', 'raspberry-pi-5');
    expect(prediction?.target).toBe('raspberry-pi-5');
    expect(prediction?.lowMs).toBeLessThan(prediction?.highMs ?? 0);
    for (const { roofline } of layers.filter(({ op }) => op === 'Conv')) expect(roofline).toMatchObject({ ofLimit: null });
  });

  it('says which targets there are', async () => {
    const { code, stderr } = await runCli(['analyze', RESNET, '--target', 'toaster'], { environment });
    expect(code).toBe(2);
    expect(stderr).toMatch(/“toaster”.*raspberry-pi-5/);
  });

  it('of this machine, once measured, holds measured kernels against it', async () => {
    await runJson(['machine', '--threads', '1'], { environment });
    const { layers } = await report('profile', RESNET, '--quick', '--threads', '1');
    const placed = layers.flatMap(({ op, roofline }) => (op === 'Conv' && roofline ? [roofline] : []));
    expect(placed.length).toBeGreaterThan(0);
    for (const { bound, ofLimit } of placed) {
      expect(['memory', 'compute']).toContain(bound);
      expect(ofLimit).toBeGreaterThan(0);
    }
    const { code, stdout } = await runCli(['profile', RESNET, '--quick', '--threads', '1'], { environment });
    expect(code).toBe(0);
    expect(stdout).toMatch(/% of (compute|memory)/);
  });
});
