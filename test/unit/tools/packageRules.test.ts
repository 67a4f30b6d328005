import { describe, expect, it } from 'vitest';
import { nativeFilesOf, packageFindings } from '../../../tools/packageRules.mjs';

const native = nativeFilesOf('linux-x64');
const nothing = packageFindings([], native);
const complete = nothing.map(finding => finding.replace('missing: ', ''));

describe('the file list of a package', () => {
  it('asks for the bundles and the native files of the platform', () => {
    expect(nothing).toContain('missing: dist/runner.js');
    expect(nothing).toContain('missing: node_modules/onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime.so.1');
    expect(packageFindings(complete, native)).toEqual([]);
  });

  it('refuses sources, maps and the files of another platform', () => {
    const other = 'node_modules/onnxruntime-node/bin/napi-v6/win32/x64/onnxruntime.dll';
    expect(packageFindings([...complete, 'src/host/extension.ts', 'dist/cli.js.map', other], native)).toEqual([
      'not meant to be packed: src/host/extension.ts',
      'not meant to be packed: dist/cli.js.map',
      `of another platform: ${other}`,
    ]);
  });

  it('says which platforms have a native runtime', () => {
    expect(() => nativeFilesOf('darwin-x64')).toThrow('No native runtime for darwin-x64; there is one for linux-x64');
  });
});
