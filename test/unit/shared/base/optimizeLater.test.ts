import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { optimizeLater } from '../../../../src/shared/base/optimizeLater';

function flagsFor(version: string): readonly string[] {
  const flags: string[] = [];
  optimizeLater(version, flag => flags.push(flag));
  return flags;
}

describe('optimizeLater', () => {
  it('knows one threshold per version of V8, and leaves others alone', () => {
    expect(flagsFor('11.3.244.8-node.33')).toEqual(['--interrupt-budget=600000']);
    expect(flagsFor('13.6.233.17-node.44')).toEqual(['--invocation-count-for-maglev=3000']);
    expect(flagsFor('12.4.254.21-node.33')).toEqual([]);
    expect(flagsFor('99.0')).toEqual([]);
  });

  it('sets a flag that this process takes without complaint', () => {
    for (const flag of flagsFor(process.versions.v8)) {
      const script = `require('node:v8').setFlagsFromString(${JSON.stringify(flag)})`;
      expect(execFileSync(process.execPath, ['-e', `${script}; console.log('taken')`], { encoding: 'utf8' })).toBe('taken\n');
    }
  });
});
