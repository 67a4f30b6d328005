import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';

/** What measured numbers depend on and this process can find out. */
export interface Machine {
  readonly cpu: string;
  /** Physical cores that this process may use. */
  readonly cores: number;
  /** Instruction-set extensions that matter to kernels; empty where the system does not say. */
  readonly isa: readonly string[];
  readonly os: string;
}

/** Flags of /proc/cpuinfo (x86 `flags`, Arm `Features`) by the name under which people know them. */
const ISA_FLAGS: readonly (readonly [string, string])[] = [
  ['avx', 'avx'],
  ['avx2', 'avx2'],
  ['fma', 'fma'],
  ['f16c', 'f16c'],
  ['avx_vnni', 'avxvnni'],
  ['avx_vnni_int8', 'avxvnniint8'],
  ['avx512f', 'avx512f'],
  ['avx512_vnni', 'avx512vnni'],
  ['avx512_bf16', 'avx512bf16'],
  ['avx512_fp16', 'avx512fp16'],
  ['amx_int8', 'amxint8'],
  ['amx_bf16', 'amxbf16'],
  ['asimd', 'neon'],
  ['asimddp', 'dotprod'],
  ['i8mm', 'i8mm'],
  ['bf16', 'bf16'],
  ['sve', 'sve'],
  ['sve2', 'sve2'],
  ['sme', 'sme'],
];

/** The same on macOS, by the name of the system's variable. */
const MAC_FEATURES: readonly (readonly [string, string])[] = [
  ['hw.optional.arm.FEAT_DotProd', 'dotprod'],
  ['hw.optional.arm.FEAT_I8MM', 'i8mm'],
  ['hw.optional.arm.FEAT_BF16', 'bf16'],
  ['hw.optional.arm.FEAT_SME', 'sme'],
];

let known: Machine | undefined;

export function describeMachine(): Machine {
  known ??= {
    cpu: os.cpus()[0]?.model.replace(/\s+/g, ' ').trim() ?? os.arch(),
    cores: Math.max(1, Math.min(physicalCores(), os.availableParallelism())),
    isa: instructionSets(),
    os: `${os.type()} ${os.release()} ${os.arch()}`,
  };
  return known;
}

function physicalCores(): number {
  const logical = Math.max(1, os.cpus().length);
  if (process.platform === 'linux') return linuxCores() ?? logical;
  if (process.platform === 'darwin') return Number(systemVariable('hw.physicalcpu')) || logical;
  // Windows tells this only through slow interfaces; on x64 two threads per core are the rule.
  return process.arch === 'x64' ? Math.max(1, Math.floor(logical / 2)) : logical;
}

/** Distinct pairs of socket and core. */
function linuxCores(): number | undefined {
  const cores = new Set<string>();
  for (const block of cpuInfo().split('\n\n')) {
    const core = /^core id\s*:\s*(\d+)/m.exec(block)?.[1];
    if (core !== undefined) cores.add(`${/^physical id\s*:\s*(\d+)/m.exec(block)?.[1] ?? '0'}/${core}`);
  }
  return cores.size === 0 ? undefined : cores.size;
}

function instructionSets(): readonly string[] {
  if (process.platform === 'darwin') {
    const found = MAC_FEATURES.filter(([variable]) => systemVariable(variable) === '1').map(([, name]) => name);
    return process.arch === 'arm64' ? ['neon', ...found] : found;
  }
  const flags = new Set(/^(?:flags|Features)\s*:\s*(.*)$/m.exec(cpuInfo())?.[1]?.split(' '));
  return ISA_FLAGS.filter(([flag]) => flags.has(flag)).map(([, name]) => name);
}

function cpuInfo(): string {
  try {
    return fs.readFileSync('/proc/cpuinfo', 'utf8');
  } catch {
    return '';
  }
}

/** A variable of macOS, empty when there is none. */
export function systemVariable(name: string): string {
  try {
    return execFileSync('/usr/sbin/sysctl', ['-n', name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
}
