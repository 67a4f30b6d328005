import vm from 'node:vm';
import { describe, expect, it } from 'vitest';
import { settingSnippets } from '../../../../src/worker/sessionSettings/settingSnippets';
import { combinedOptions, SESSION_SETTINGS } from '../../../../src/worker/sessionSettings/settingTable';

const pick = (...ids: readonly string[]): typeof SESSION_SETTINGS => SESSION_SETTINGS.filter(({ id }) => ids.includes(id));

describe('session settings', () => {
  it('combine their configuration entries', () => {
    expect(combinedOptions(pick('no-spinning', 'denormals-as-zero', 'no-arena'))).toEqual({
      arena: false,
      configuration: { 'session.intra_op.allow_spinning': '0', 'session.set_denormal_as_zero': '1' },
    });
    expect(combinedOptions([])).toEqual({});
  });

  it('set what was found in every language', () => {
    const { python, javascript, cpp, csharp } = settingSnippets(pick('no-spinning', 'denormals-as-zero', 'parallel'), 3);
    for (const code of [python, javascript, cpp, csharp]) {
      expect(code).toMatch(/= 3|: 3|\(3\)/);
      expect(code).toContain('session.intra_op.allow_spinning');
      expect(code).toContain('session.set_denormal_as_zero');
      expect(code).toMatch(/parallel/i);
    }
    expect(javascript.match(/extra:/g)).toHaveLength(1);
    const literal = /create\('model\.onnx', (\{[^]*\})\);/.exec(javascript)?.[1] ?? '';
    expect(vm.runInNewContext(`(${literal})`)).toMatchObject({ intraOpNumThreads: 3, executionMode: 'parallel' });
  });

  it('set the threads alone where nothing was found', () => {
    expect(settingSnippets([], 2).python.split('\n')).toHaveLength(4);
  });
});
