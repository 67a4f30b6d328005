import { describe, expect, it } from 'vitest';
import { runtimeError } from '../../../src/runner/runtimeError';
import { LayerwiseError } from '../../../src/shared/report/layerwiseError';

describe('runtimeError', () => {
  // Messages as onnxruntime 1.30 gives them.
  it.each([
    ['Fatal error: x.y:MyOp(-1) is not a registered function/op', 'unknown-operator'],
    ['Unsupported data type: 16', 'unsupported-type'],
    ['Load model from a.onnx failed:Unsupported model IR version: 99, max supported IR version: 13', 'unsupported-ir'],
    ['Failed to allocate memory for requested buffer of size 4000000000000', 'memory-limit'],
    ['Non-zero status code returned while running Add node.', 'runtime-error'],
  ] as const)('%s is %s', (message, reason) => {
    const error = runtimeError(new Error(message), 'load', 'models/net.onnx', 'create');
    expect(error.reason).toBe(reason);
    expect(error.message).toContain('net.onnx');
    expect(error.place).toMatchObject({ file: 'models/net.onnx', phase: 'create' });
  });

  it('names the node', () => {
    const text = "Non-zero status code returned while running Conv node. Name:'conv_7' Status Message: bad";
    const error = runtimeError(new Error(text), 'run', 'net.onnx', 'run');
    expect(error.place.node).toBe('conv_7');
    expect(error.message).toBe('The runtime could not run net.onnx: Conv “conv_7”: bad');
  });

  it('names the operator of a node without a name, and leaves source positions out', () => {
    const text =
      "Non-zero status code returned while running Col2Im node. Name:'' Status Message: col2im.cc:70 Compute All values must be positive.";
    const error = runtimeError(new Error(text), 'run', 'net.onnx', 'run');
    expect(error.place.node).toBe('Col2Im');
    expect(error.message).toBe('The runtime could not run net.onnx: Col2Im: All values must be positive.');
  });

  it('leaves an error that has its reason', () => {
    const known = new LayerwiseError('unsupported-type', 'No.');
    expect(runtimeError(known, 'load', 'net.onnx', 'create')).toBe(known);
  });

  it('keeps a long message readable', () => {
    expect(runtimeError(new Error('x'.repeat(5000)), 'load', 'net.onnx', 'create').message.length).toBeLessThan(800);
  });
});
