import { describe, expect, it } from 'vitest';
import { machineNotes } from '../../../../src/worker/machineProbe/measureMachine';
import { sampleMachine, sampleRoofs } from '../../../fixtures/sampleMachine';

const facts = { caches: sampleMachine.caches, isVirtual: false, governor: undefined, powerSource: undefined, slowedBy: [] };
const { saturation } = sampleMachine;
const notes = (...args: Partial<Parameters<typeof machineNotes>>): string =>
  machineNotes(args[0] ?? facts, args[1] ?? saturation, args[2] ?? [sampleRoofs]).join('\n');

describe('machineNotes', () => {
  it('has nothing to say about a quiet machine', () => {
    expect(notes()).toBe('');
  });

  it.each([
    ['a virtual machine', notes({ ...facts, isVirtual: true }), /virtual machine/],
    ['a governor', notes({ ...facts, slowedBy: ['the powersave governor'] }), /slowed down by the powersave governor/],
    ['battery', notes({ ...facts, powerSource: 'battery' }), /battery/],
    ['saturation', notes(facts, { saturates: true, expected: 2_072_640, observed: 1_048_544 }), /saturate/],
    ['a cache larger than the stream', notes({ ...facts, caches: [{ level: 3, bytes: 2 ** 29, sharedBy: 2 }] }), /cache/],
    ['cores that are shared', notes(facts, saturation, [sampleRoofs, { ...sampleRoofs, threads: 4 }]), /4 threads reach 1\.0×/],
    ['a busy machine', notes(facts, saturation, [{ ...sampleRoofs, efficiency: { matrix: 0.4 } }]), /varied/],
  ])('says %s', (_what, text, expected) => {
    expect(text).toMatch(expected);
    expect(text.split('\n')).toHaveLength(1);
  });
});
