import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkRuntimeFiles } from '../../../src/runner/checkRuntimeFiles';
import { temporaryFolder } from '../../fixtures/temporaryFolder';

const folder = temporaryFolder();
const LIBRARY = `${process.platform}/${process.arch}/libonnxruntime.so.1`;
const SHA256 = createHash('sha256').update('the library').digest('hex');

function installed(text: string): void {
  const file = path.join(folder, LIBRARY);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}

describe('checkRuntimeFiles', () => {
  it('passes the files that were shipped, and leaves other platforms alone', () => {
    installed('the library');
    expect(() => checkRuntimeFiles(folder, { [LIBRARY]: SHA256, 'other/cpu/library': SHA256 })).not.toThrow();
  });

  it('refuses a file that was exchanged, naming it', () => {
    installed('another library');
    const check = (): void => checkRuntimeFiles(folder, { [LIBRARY]: SHA256 });
    expect(check).toThrow(expect.objectContaining({ reason: 'runtime-missing' }));
    expect(check).toThrow(/libonnxruntime\.so\.1 is not the file that Layerwise was built with/);
  });

  it('leaves it to loading to say that a file is missing', () => {
    expect(() => checkRuntimeFiles(folder, { [`${process.platform}/${process.arch}/gone`]: SHA256 })).not.toThrow();
  });
});
