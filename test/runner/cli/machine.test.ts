import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { runCli, runJson } from './runCli';
import { expectValid } from './schemas';

const environment = { LAYERWISE_CACHE: temporaryFolder() };

describe('machine', () => {
  it('prints a report of its schema, from the cache the second time', async () => {
    const first = (await runJson(['machine', '--threads', '1'], { environment })) as { readonly cached: boolean };
    expectValid('machine', first);
    expect(first.cached).toBe(false);
    const second = (await runJson(['machine', '--threads', '1'], { environment })) as { readonly cached: boolean };
    expect(second).toEqual({ ...first, cached: true });
  });

  it('says it in words, and nothing on standard error', async () => {
    const { code, stdout, stderr } = await runCli(['machine', '--threads', '1'], { environment });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/GFLOP\/s|MFLOP\/s|TFLOP\/s/);
    expect(stdout).toContain('Provider cpu: starts');
  });

  it('gives up in time', async () => {
    const { code, stdout, leftovers } = await runCli(['machine', '--refresh', '--timeout', '0.05'], { environment });
    expect({ code, stdout, leftovers }).toEqual({ code: 4, stdout: '', leftovers: [] });
  });
});
