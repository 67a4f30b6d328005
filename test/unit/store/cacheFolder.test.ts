import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { cacheFolder } from '../../../src/store/cacheFolder';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe.skipIf(process.platform === 'win32' || process.platform === 'darwin')('cacheFolder', () => {
  it.each([
    ['an empty one', ''],
    ['a relative one', 'somewhere'],
  ])('takes %s for none, instead of writing where it was started', (_, folder) => {
    vi.stubEnv('LAYERWISE_CACHE', '');
    vi.stubEnv('XDG_CACHE_HOME', folder);
    vi.stubEnv('HOME', '/home/somebody');
    expect(cacheFolder()).toBe('/home/somebody/.cache/layerwise');
    vi.stubEnv('HOME', '');
    expect(path.isAbsolute(cacheFolder())).toBe(true);
  });

  it('does without a home', () => {
    vi.stubEnv('LAYERWISE_CACHE', '');
    vi.stubEnv('XDG_CACHE_HOME', '');
    vi.spyOn(os, 'homedir').mockImplementation(() => {
      throw new Error('ENOENT');
    });
    expect(cacheFolder()).toBe(path.join(os.tmpdir(), '.cache', 'layerwise'));
  });
});
