import os from 'node:os';
import type { Profile } from '../../src/shared/report/latency';
import { SAMPLE_ENVIRONMENT, sampleLatency } from '../fixtures/sampleLatency';

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
    environment: { ...SAMPLE_ENVIRONMENT, os: os.platform(), cpu: os.cpus()[0]?.model.trim() ?? '', node: process.version, dims },
    floorMs: 0.02,
    inputShapes: { x: [1, 4] },
  };
}
