import { describe, expect, it } from 'vitest';
import { profileCommand } from '../../../src/cli/commands/profileCommand';
import { parseOptions } from '../../../src/cli/options';
import { repeatProfile } from '../../../src/cli/repeatProfile';
import type { Environment, Profile } from '../../../src/shared/report/latency';
import { SAMPLE_ENVIRONMENT, sampleLatency } from '../../fixtures/sampleLatency';

const ASKED = {
  kind: 'profile',
  path: 'm.onnx',
  conditions: { dims: {}, threads: undefined, seed: 0, data: 'd.npz' },
  rigor: 'normal',
  graphOptimization: 'all',
  arena: true,
} as const;

function profileUnder(changes: Partial<Environment>): Profile {
  const environment = { ...SAMPLE_ENVIRONMENT, ...changes };
  return { latency: sampleLatency(), kernels: [], environment, floorMs: 0.01, inputShapes: { x: [2, 3] } };
}

const options = (...args: readonly string[]): ReturnType<typeof parseOptions> => parseOptions(['m.onnx', ...args], profileCommand.options);

describe('repeating a profile', () => {
  it('takes over everything that its numbers depend on, provider and arena included', () => {
    const profile = profileUnder({
      ...{ dims: { batch: 2 }, threads: 3, seed: 7, rigor: 'strict', graphOptimization: 'basic' },
      ...{ provider: 'CUDAExecutionProvider', arena: false },
    });
    expect(repeatProfile(ASKED, profile, options('--repeat', 'p.json'))).toEqual({
      kind: 'profile',
      path: 'm.onnx',
      conditions: { dims: { batch: 2 }, threads: 3, seed: 7, inputShapes: { x: [2, 3] }, provider: 'cuda', data: 'd.npz' },
      rigor: 'strict',
      graphOptimization: 'basic',
      arena: false,
    });
  });

  it('has an arena where the profile says nothing of it', () => {
    expect(repeatProfile(ASKED, profileUnder({}), options())).toMatchObject({ arena: true, conditions: { provider: 'cpu' } });
  });

  it.each([
    [['--threads', '2'], 'threads'],
    [['--quick'], 'quick'],
    [['--dim', 'batch=2'], 'dim'],
    [['--no-arena'], 'no-arena'],
    [['--provider', 'cpu'], 'provider'],
  ])('refuses %j, which would ask for something else', (args, name) => {
    expect(() => repeatProfile(ASKED, profileUnder({}), options(...args))).toThrow(
      `--repeat takes the conditions of the profile; leave --${name} out, or use --against instead.`,
    );
  });

  it('refuses one that was imported', () => {
    expect(() => repeatProfile(ASKED, profileUnder({ rigor: 'unknown' }), options())).toThrow(/imported/);
  });
});
