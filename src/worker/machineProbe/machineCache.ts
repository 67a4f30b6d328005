import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { KERNEL_CLASSES, type KernelClass, type MachineReport } from '../../shared/report/machine';
import { cacheFolder } from '../../store/cacheFolder';
import { writeWhole } from '../../store/writeWhole';
import { describeMachine } from '../machine';

/** Raised when the probe measures something else than before. */
const PROBE_VERSION = 1;

const number = v.number();
const positive = v.pipe(v.number(), v.minValue(0));
const kernelClass = v.picklist(Object.keys(KERNEL_CLASSES) as KernelClass[]);

const roofs = v.object({
  threads: number,
  float32FlopPerSecond: positive,
  int8FlopPerSecond: positive,
  memoryBytesPerSecond: positive,
  caches: v.array(v.object({ workingSetBytes: positive, bytesPerSecond: positive })),
  kernelMs: positive,
  efficiency: v.record(kernelClass, positive),
});

const machineSchema = v.object({
  layerwise: v.string(),
  onnxruntime: v.string(),
  node: v.string(),
  os: v.string(),
  cpu: v.string(),
  cores: number,
  logicalCores: number,
  isa: v.array(v.string()),
  caches: v.array(v.object({ level: number, bytes: number, sharedBy: v.optional(number) })),
  memoryBytes: number,
  isVirtual: v.optional(v.boolean()),
  governor: v.optional(v.string()),
  powerSource: v.optional(v.picklist(['mains', 'battery'])),
  providers: v.array(v.object({ name: v.string(), usable: v.boolean(), reason: v.optional(v.string()) })),
  saturation: v.object({ saturates: v.boolean(), expected: number, observed: number }),
  roofs: v.array(roofs),
  measuredAt: v.string(),
  tookMs: number,
  notes: v.array(v.string()),
});

/** Measured machines by processor, system and threads, outside the workspace: the latest of each, whatever the runtime; the reader checks that. */
export class MachineCache {
  constructor(private readonly folder = cacheFolder()) {}

  /** What was measured here with these threads and, where it is given, this runtime; `undefined` for what is not there or not of the schema. */
  read(threads: number, onnxruntime?: string): MachineReport | undefined {
    try {
      const checked = v.safeParse(machineSchema, JSON.parse(fs.readFileSync(this.fileOf(threads), 'utf8')));
      if (!checked.success) return undefined;
      const report = checked.output as MachineReport;
      return onnxruntime === undefined || report.onnxruntime === onnxruntime ? report : undefined;
    } catch {
      return undefined;
    }
  }

  /** Appears whole or not at all. A folder that cannot be written means measuring again next time, nothing worse. */
  write(threads: number, report: MachineReport): void {
    try {
      writeWhole(this.fileOf(threads), JSON.stringify(report));
    } catch {
      // Somebody else's folder, or a full disk.
    }
  }

  private fileOf(threads: number): string {
    const { cpu, cores, os: system } = describeMachine();
    const key = createHash('sha256')
      .update(JSON.stringify([PROBE_VERSION, cpu, cores, system, threads]))
      .digest('hex');
    return path.join(this.folder, `machine-${key.slice(0, 32)}.json`);
  }
}
