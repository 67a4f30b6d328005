import { expect, it } from 'vitest';
import { fastestVariant, offeredVariants } from '../../../src/host/loadSites/offeredVariants';
import type { SpeedVerdict, VerificationVerdict } from '../../../src/shared/report/comparison';
import type { Variant } from '../../../src/shared/report/variant';
import { sampleLatency } from '../../fixtures/sampleLatency';

function variant(name: string, parent: string, verdict: VerificationVerdict | undefined, afterMs: number, speed: SpeedVerdict): Variant {
  const facts = { file: name, bytes: 10, nodes: 1, macs: 1, params: 1, weightBytes: 4 };
  const speedup = { median: 2, low: 2, high: 2, verdict: speed, cpuRatio: 2, sessions: 1, deltaMs: { median: -1, low: -1, high: -1 } };
  return {
    path: `/${name}.onnx`,
    name,
    parent,
    bytes: 10,
    state: 'unreviewed',
    result: {
      output: `/${name}.onnx`,
      passes: [],
      before: facts,
      after: facts,
      verification: verdict && { verdict, samples: 1, inputs: 'data', maxAbs: 0, sqnrDb: 50, cosine: 1 },
      latency: { before: sampleLatency(10), after: sampleLatency(afterMs), speedup, batch: 1 },
      ranAsInt8: undefined,
      data: undefined,
      seconds: 1,
      notes: [],
    },
  };
}

it('only variants of the model itself that are close to it are offered', () => {
  const variants = [
    variant('close', '/net.onnx', 'close', 5, 'faster'),
    variant('equal', '/net.onnx', 'equal', 6, 'faster'),
    // Half the time of its parent says nothing about the model.
    variant('grandchild', '/slow.onnx', 'equal', 1, 'faster'),
    variant('differs', '/net.onnx', 'differs', 1, 'faster'),
    variant('broken', '/net.onnx', 'broken', 1, 'faster'),
    variant('unverified', '/net.onnx', undefined, 1, 'faster'),
    variant('slower', '/net.onnx', 'equal', 20, 'slower'),
  ];
  const offered = offeredVariants('/net.onnx', variants);
  expect(offered.map(({ name }) => name)).toEqual(['close', 'equal', 'slower']);
  expect(fastestVariant(offered)?.name).toBe('close');
  expect(fastestVariant(offered.map(each => (each.name === 'equal' ? { ...each, state: 'kept' } : each)))?.name).toBe('equal');
});
