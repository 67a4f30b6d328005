import os from 'node:os';
import type { LatencyStatistics, Profile } from '../../src/shared/report/latency';

export function sampleLatency(medianMs = 2): LatencyStatistics {
  return {
    medianMs,
    lowMs: medianMs * 0.9,
    highMs: medianMs * 1.1,
    minMs: medianMs * 0.8,
    p90Ms: medianMs * 1.2,
    p99Ms: medianMs * 1.3,
    runs: 3,
    warmupRuns: 1,
    confidence: 0.95,
    loadMs: 5,
    firstRunMs: 4,
    cpuMs: 2,
    peakRssBytes: 1000,
    kernelsMs: medianMs * 0.95,
    residualMs: medianMs * 0.05,
    reliable: true,
    notes: [],
    samplesMs: Float64Array.of(medianMs, medianMs * 0.9, medianMs * 1.1),
  };
}

/** A profile of a model with one node, as if taken on this machine. */
export function sampleProfile(dims: Readonly<Record<string, number>> = {}): Profile {
  return {
    latency: sampleLatency(),
    kernels: [
      {
        id: 0,
        name: 'Relu_0',
        op: 'Relu',
        provider: 'CPUExecutionProvider',
        covers: [0],
        anchor: 0,
        added: false,
        medianMs: 1.9,
        lowMs: 1.8,
        highMs: 2,
        outputShape: [1, 4],
      },
    ],
    environment: {
      layerwise: '0.1.0',
      onnxruntime: '1.30.0',
      node: process.version,
      os: os.platform(),
      cpu: os.cpus()[0]?.model.trim() ?? '',
      cores: 2,
      isa: [],
      threads: 2,
      dims,
      provider: 'CPUExecutionProvider',
      date: '2026-01-01T10:21:00.000Z',
      inputs: 'synthetic',
    },
    floorMs: 0.02,
    inputShapes: { x: [1, 4] },
  };
}
