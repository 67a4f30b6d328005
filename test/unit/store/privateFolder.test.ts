import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makePrivateFolder, removeFolder } from '../../../src/store/privateFolder';
import { temporaryFolder } from '../../fixtures/temporaryFolder';

const PREFIX = 'layerwise-test-';
/** No process has this number on any system. */
const DEAD = 2 ** 30;
const folder = temporaryFolder();

beforeEach(() => {
  vi.stubEnv('TMPDIR', folder);
  vi.stubEnv('TEMP', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

describe('makePrivateFolder', () => {
  it('removes what owners that are gone left behind, and nothing else', () => {
    const [abandoned, used, others] = [`${PREFIX}${DEAD}-a`, `${PREFIX}${process.ppid}-a`, `other-${DEAD}-a`];
    for (const name of [abandoned, used, others]) fs.mkdirSync(path.join(folder, name));
    const made = makePrivateFolder(PREFIX);
    expect(path.basename(made)).toMatch(new RegExp(`^${PREFIX}${process.pid}-`));
    expect(fs.readdirSync(folder).sort()).toEqual([others, path.basename(made), used].sort());
    removeFolder(made);
    expect(fs.existsSync(made)).toBe(false);
  });

  it('says what to do where there is no place for temporary files', () => {
    vi.stubEnv('TMPDIR', path.join(folder, 'missing'));
    vi.stubEnv('TEMP', path.join(folder, 'missing'));
    expect(() => makePrivateFolder(PREFIX)).toThrow(expect.objectContaining({ reason: 'io' }));
    expect(() => makePrivateFolder(PREFIX)).toThrow(/missing, where temporary files belong \(ENOENT\)/);
  });
});
