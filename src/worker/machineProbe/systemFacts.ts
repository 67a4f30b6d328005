import fs from 'node:fs';
import type { CacheLevel } from '../../shared/report/machine';

/** Text of a file of the system; `undefined` where there is none, or it may not be read. */
export type ReadSystemFile = (path: string) => string | undefined;

/** Value of a system variable (macOS); `undefined` where there is none. */
export type ReadSystemVariable = (name: string) => string | undefined;

export interface SystemFacts {
  readonly caches: readonly CacheLevel[];
  readonly isVirtual: boolean | undefined;
  readonly governor: string | undefined;
  readonly powerSource: 'mains' | 'battery' | undefined;
  /** Set to lower than it could be, in words. */
  readonly slowedBy: readonly string[];
}

const UNKNOWN: SystemFacts = { caches: [], isVirtual: undefined, governor: undefined, powerSource: undefined, slowedBy: [] };

/** What the system says about its processor besides its name. Windows says these things through slow interfaces only, so they stay unknown there. */
export function systemFacts(platform: NodeJS.Platform, readFile: ReadSystemFile, readVariable: ReadSystemVariable): SystemFacts {
  if (platform === 'linux') return linuxFacts(readFile);
  if (platform === 'darwin') return macFacts(readVariable);
  return UNKNOWN;
}

export function readSystemFile(path: string): string | undefined {
  try {
    return fs.readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
}

const CPU = '/sys/devices/system/cpu';

function linuxFacts(read: ReadSystemFile): SystemFacts {
  const noTurbo = read(`${CPU}/intel_pstate/no_turbo`) === '1' || read(`${CPU}/cpufreq/boost`) === '0';
  const governor = read(`${CPU}/cpu0/cpufreq/scaling_governor`);
  const cpuInfo = read('/proc/cpuinfo') ?? '';
  return {
    caches: linuxCaches(read),
    isVirtual: cpuInfo === '' ? undefined : /^flags\s*:.*\bhypervisor\b/m.test(cpuInfo) || isVirtualProduct(read),
    governor,
    powerSource: linuxPower(read),
    slowedBy: [
      ...(governor === 'powersave' && read(`${CPU}/cpu0/cpufreq/scaling_driver`) !== 'intel_pstate' ? ['the powersave governor'] : []),
      ...(noTurbo ? ['turbo being off'] : []),
    ],
  };
}

/** Arm has no flag for it; firmware names the product. */
function isVirtualProduct(read: ReadSystemFile): boolean {
  return /virtual|kvm|qemu|vmware|amazon ec2|google compute/i.test(read('/sys/class/dmi/id/product_name') ?? '');
}

function linuxCaches(read: ReadSystemFile): readonly CacheLevel[] {
  const caches: CacheLevel[] = [];
  for (let index = 0; ; index++) {
    const folder = `${CPU}/cpu0/cache/index${String(index)}`;
    const size = /^(\d+)([KMG]?)$/.exec(read(`${folder}/size`) ?? '');
    if (size === null) return caches;
    const unit = { K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 }[size[2] ?? ''] ?? 1;
    const level = Number(read(`${folder}/level`));
    const shared = read(`${folder}/shared_cpu_list`);
    if (read(`${folder}/type`) === 'Instruction') continue;
    caches.push({ level, bytes: Number(size[1]) * unit, sharedBy: shared === undefined ? undefined : countCpus(shared) });
  }
}

/** Members of a list such as `0-3,8`. */
function countCpus(list: string): number {
  return list.split(',').reduce((sum, range) => {
    const [first, last] = range.split('-').map(Number);
    return sum + (last ?? first ?? 0) - (first ?? 0) + 1;
  }, 0);
}

function linuxPower(read: ReadSystemFile): SystemFacts['powerSource'] {
  const supplies = ['AC', 'AC0', 'ACAD', 'ADP0', 'ADP1'].map(name => read(`/sys/class/power_supply/${name}/online`));
  const known = supplies.find(online => online !== undefined);
  return known === undefined ? undefined : known === '1' ? 'mains' : 'battery';
}

function macFacts(read: ReadSystemVariable): SystemFacts {
  const cache = (level: number, ...names: readonly string[]): readonly CacheLevel[] => {
    const bytes = Number(names.map(read).find(value => value !== undefined && value !== ''));
    return bytes > 0 ? [{ level, bytes, sharedBy: undefined }] : [];
  };
  const virtual = read('kern.hv_vmm_present');
  return {
    ...UNKNOWN,
    caches: [
      ...cache(1, 'hw.perflevel0.l1dcachesize', 'hw.l1dcachesize'),
      ...cache(2, 'hw.perflevel0.l2cachesize', 'hw.l2cachesize'),
      ...cache(3, 'hw.perflevel0.l3cachesize', 'hw.l3cachesize'),
    ],
    isVirtual: virtual === undefined ? undefined : virtual === '1',
  };
}
