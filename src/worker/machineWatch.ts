import fs from 'node:fs';
import os from 'node:os';
import { disturbanceNotes, type MachineChange } from './disturbanceNotes';
import { describeMachine } from './machine';

/** Counters of the whole machine at one moment; those that the system does not have stay 0. */
interface Reading {
  readonly monotonicMs: number;
  readonly dateMs: number;
  /** Of all processors together. */
  readonly busyMs: number;
  /** Time that the host of a virtual machine gave to others. */
  readonly stealMs: number;
  readonly throttled: number;
}

/** Clock ticks per second of `/proc/stat`: the same on every Linux that matters (`getconf CLK_TCK`). */
const TICKS_PER_SECOND = 100;

/** Watches what happens on the machine while something is measured. Loading and warming up are our own work, and do not count as that of others. */
export class MachineWatch {
  private seen: Omit<MachineChange, 'otherCpuMs' | 'threads' | 'cores'> = { elapsedMs: 0, clockJumpMs: 0, stealMs: 0, throttled: 0 };
  private busyMs = 0;

  /** Runs `work`, which measures; any number of times. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    const before = readCounters();
    try {
      return await work();
    } finally {
      this.add(before, readCounters());
    }
  }

  /** Reasons to doubt what was measured, one sentence each. `measured`: CPU times of all runs. */
  disturbances(measured: readonly { readonly cpuMs: ArrayLike<number> }[], threads: number): readonly string[] {
    const ownCpuMs = measured.reduce((total, { cpuMs }) => total + Array.from(cpuMs).reduce((sum, ms) => sum + ms, 0), 0);
    return disturbanceNotes({ ...this.seen, otherCpuMs: this.busyMs - ownCpuMs, threads, cores: describeMachine().cores });
  }

  private add(before: Reading, after: Reading): void {
    const elapsedMs = after.monotonicMs - before.monotonicMs;
    const { seen } = this;
    this.busyMs += after.busyMs - before.busyMs;
    this.seen = {
      elapsedMs: seen.elapsedMs + elapsedMs,
      clockJumpMs: seen.clockJumpMs + after.dateMs - before.dateMs - elapsedMs,
      stealMs: seen.stealMs + after.stealMs - before.stealMs,
      throttled: seen.throttled + after.throttled - before.throttled,
    };
  }
}

function readCounters(): Reading {
  const busyMs = os.cpus().reduce((sum, { times: { user, nice, sys, irq } }) => sum + user + nice + sys + irq, 0);
  return { monotonicMs: performance.now(), dateMs: Date.now(), busyMs, stealMs: stealMs(), throttled: throttleCount() };
}

/** Eighth number of the line `cpu` of `/proc/stat`. */
function stealMs(): number {
  const ticks = /^cpu +(?:\d+ ){7}(\d+)/m.exec(readText('/proc/stat'))?.[1];
  return (Number(ticks ?? 0) * 1000) / TICKS_PER_SECOND;
}

/** How often the processors have slowed down because they were hot (x86 Linux). */
function throttleCount(): number {
  const folder = '/sys/devices/system/cpu';
  return os.cpus().reduce((sum, _, cpu) => sum + Number(readText(`${folder}/cpu${cpu}/thermal_throttle/core_throttle_count`)), 0);
}

function readText(file: string): string {
  if (process.platform !== 'linux') return '';
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
