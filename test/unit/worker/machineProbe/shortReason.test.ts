import { describe, expect, it } from 'vitest';
import { shortReason } from '../../../../src/worker/machineProbe/shortReason';

describe('shortReason', () => {
  it.each([
    [
      'The runtime could not load probe.onnx: onnxruntime::webgpu::Config&)::<lambda()> status == Success was false. Failed to get a WebGPU adapter: No supported adapters',
      'Failed to get a WebGPU adapter: No supported adapters',
    ],
    [
      'The runtime could not load probe.onnx: OrtSessionOptionsAppendExecutionProvider_Cuda: Failed to load shared library',
      'Failed to load shared library',
    ],
    ['The runtime crashed on probe.onnx\nin the phase “create”.', 'The runtime crashed on probe.onnx in the phase “create”.'],
  ])('%s', (message, reason) => {
    expect(shortReason(message)).toBe(reason);
  });

  it('stays short', () => {
    expect(shortReason('x'.repeat(1000)).length).toBeLessThanOrEqual(300);
  });
});
