import { describe, expect, it } from 'vitest';
import { systemFacts } from '../../../../src/worker/machineProbe/systemFacts';

const CPU = '/sys/devices/system/cpu';
const nothing = (): undefined => undefined;
const reader = (files: Readonly<Record<string, string>>) => (path: string) => files[path];

const LAPTOP = {
  '/proc/cpuinfo': 'processor : 0\nflags\t\t: fpu avx2 fma',
  [`${CPU}/cpu0/cache/index0/size`]: '48K',
  [`${CPU}/cpu0/cache/index0/level`]: '1',
  [`${CPU}/cpu0/cache/index0/type`]: 'Data',
  [`${CPU}/cpu0/cache/index0/shared_cpu_list`]: '0,8',
  [`${CPU}/cpu0/cache/index1/size`]: '32K',
  [`${CPU}/cpu0/cache/index1/level`]: '1',
  [`${CPU}/cpu0/cache/index1/type`]: 'Instruction',
  [`${CPU}/cpu0/cache/index2/size`]: '24M',
  [`${CPU}/cpu0/cache/index2/level`]: '3',
  [`${CPU}/cpu0/cache/index2/type`]: 'Unified',
  [`${CPU}/cpu0/cache/index2/shared_cpu_list`]: '0-7,8-15',
  [`${CPU}/cpu0/cpufreq/scaling_governor`]: 'powersave',
  [`${CPU}/cpu0/cpufreq/scaling_driver`]: 'acpi-cpufreq',
  [`${CPU}/intel_pstate/no_turbo`]: '1',
  '/sys/class/power_supply/ADP1/online': '0',
};

describe('systemFacts', () => {
  it('reads caches, power and what slows the processor down on Linux', () => {
    expect(systemFacts('linux', reader(LAPTOP), nothing)).toEqual({
      caches: [
        { level: 1, bytes: 49152, sharedBy: 2 },
        { level: 3, bytes: 24 * 2 ** 20, sharedBy: 16 },
      ],
      isVirtual: false,
      governor: 'powersave',
      powerSource: 'battery',
      slowedBy: ['the powersave governor', 'turbo being off'],
    });
  });

  it('does not blame the governor of intel_pstate, whose powersave is the normal one', () => {
    const files = { ...LAPTOP, [`${CPU}/cpu0/cpufreq/scaling_driver`]: 'intel_pstate', [`${CPU}/intel_pstate/no_turbo`]: '0' };
    expect(systemFacts('linux', reader(files), nothing).slowedBy).toEqual([]);
  });

  it('tells a virtual machine by the processor or by the product', () => {
    const virtual = (files: Readonly<Record<string, string>>): boolean | undefined =>
      systemFacts('linux', reader(files), nothing).isVirtual;
    expect(virtual({ '/proc/cpuinfo': 'flags : fpu hypervisor avx2' })).toBe(true);
    expect(virtual({ '/proc/cpuinfo': 'Features : asimd', '/sys/class/dmi/id/product_name': 'KVM Virtual Machine' })).toBe(true);
    expect(virtual({ '/proc/cpuinfo': 'Features : asimd' })).toBe(false);
    expect(virtual({})).toBeUndefined();
  });

  it('reads caches from variables on macOS', () => {
    const variables = reader({ 'hw.perflevel0.l1dcachesize': '131072', 'hw.l2cachesize': '4194304', 'kern.hv_vmm_present': '0' });
    const { caches, isVirtual } = systemFacts('darwin', nothing, name => variables(name) ?? '');
    expect(caches.map(({ level, bytes }) => [level, bytes])).toEqual([
      [1, 131072],
      [2, 4194304],
    ]);
    expect(isVirtual).toBe(false);
  });

  it('leaves unknown what Windows does not say', () => {
    expect(systemFacts('win32', reader(LAPTOP), nothing)).toMatchObject({ caches: [], isVirtual: undefined, governor: undefined });
  });
});
