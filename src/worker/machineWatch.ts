import fs from 'node:fs';
import os from 'node:os';
import { disturbanceNotes } from './disturbanceNotes';
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

/** Watches what happens on the machine while something is measured, from the moment it is made. */
export class MachineWatch {
  private readonly before = readCounters();

  /** Reasons to doubt what was measured, one sentence each. `ownCpuMs`: CPU time of what was measured. */
  disturbances(ownCpuMs: number, threads: number): readonly string[] {
    const after = readCounters();
    const elapsedMs = after.monotonicMs - this.before.monotonicMs;
    return disturbanceNotes({
      elapsedMs,
      clockJumpMs: after.dateMs - this.before.dateMs - elapsedMs,
      otherCpuMs: after.busyMs - this.before.busyMs - ownCpuMs,
      stealMs: after.stealMs - this.before.stealMs,
      throttled: after.throttled - this.before.throttled,
      threads,
      cores: describeMachine().cores,
    });
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
