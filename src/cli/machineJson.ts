import type { MachineReport, MachineRoofs } from '../shared/report/machine';

/** The contract's `layerwise.machine/1`: unknown facts are null. Rates are per second, FLOPs 2 per multiply-accumulate. */
export function machineJson(report: MachineReport, cached: boolean): unknown {
  const { layerwise, onnxruntime, node, os, cpu, cores, logicalCores, isa, memoryBytes, saturation, measuredAt, tookMs, notes } = report;
  return {
    schema: 'layerwise.machine/1',
    ...{ cpu, cores, logicalCores, isa, memoryBytes },
    caches: report.caches.map(({ level, bytes, sharedBy }) => ({ level, bytes, sharedBy: sharedBy ?? null })),
    isVirtual: report.isVirtual ?? null,
    governor: report.governor ?? null,
    powerSource: report.powerSource ?? null,
    saturation,
    roofs: report.roofs.map(roofsJson),
    providers: report.providers.map(({ name, usable, reason }) => ({ name, usable, reason: reason ?? null })),
    environment: { layerwise, onnxruntime, node, os },
    ...{ measuredAt, tookMs, cached, notes },
  };
}

function roofsJson(roofs: MachineRoofs): unknown {
  const { threads, float32FlopPerSecond, int8FlopPerSecond, memoryBytesPerSecond, caches, kernelMs, efficiency } = roofs;
  const ridgeFlopPerByte = float32FlopPerSecond / memoryBytesPerSecond;
  return { threads, float32FlopPerSecond, int8FlopPerSecond, memoryBytesPerSecond, ridgeFlopPerByte, caches, kernelMs, efficiency };
}
