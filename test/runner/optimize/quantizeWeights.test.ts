import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PassParameters } from '../../../src/shared/report/suggestion';
import type { OptimizeRequest } from '../../../src/shared/report/jobRequest';
import type { OptimizeResult } from '../../../src/shared/report/optimizeResult';
import { optimizeModel } from '../../../src/worker/optimize/optimize';
import { buildModel, type FixtureModel } from '../../fixtures/buildModel';
import { noise } from '../../fixtures/sketchGraph';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { optimizeRequest, opsOf, recordedContext } from '../jobFixtures';

const folder = temporaryFolder();
let written = 0;

function weight(name: string, dims: readonly number[], seed: number): { name: string; dims: readonly number[]; values: readonly number[] } {
  return {
    name,
    dims,
    values: noise(
      dims.reduce((product, dim) => product * dim, 1),
      seed,
    ),
  };
}

/** A table, a product whose depth is no multiple of a block, a Gemm with factors and a turned weight, and a convolution. */
const MODEL: FixtureModel = {
  nodes: [
    { op: 'Gather', name: 'embed', inputs: ['table', 'ids'], outputs: ['e'] },
    { op: 'MatMul', name: 'mix', inputs: ['e', 'w'], outputs: ['m'] },
    { op: 'Add', name: 'bias', inputs: ['m', 'b'], outputs: ['mb'] },
    { op: 'Conv', name: 'conv', inputs: ['mb', 'k'], outputs: ['c'], attributes: { pads: [1, 1] } },
    { op: 'ReduceMean', name: 'mean', inputs: ['c'], outputs: ['r'], attributes: { axes: [1], keepdims: 0 } },
    {
      op: 'Gemm',
      name: 'head',
      inputs: ['r', 'h', 'hb'],
      outputs: ['y'],
      attributes: { transB: 1, alpha: { float: 0.5 }, beta: { float: 2 } },
    },
  ],
  inputs: [{ name: 'ids', dtype: 'int64', shape: [1, 6] }],
  outputs: [{ name: 'y' }],
  initializers: [
    weight('table', [40, 72], 1),
    weight('w', [72, 48], 2),
    weight('b', [48], 3),
    weight('k', [6, 6, 3], 4),
    weight('h', [33, 48], 5),
    weight('hb', [33], 6),
  ],
};

/** One table that a Gather and, transposed, the MatMul of the output read. */
const TIED: FixtureModel = {
  nodes: [
    { op: 'Gather', name: 'embed', inputs: ['table', 'ids'], outputs: ['e'] },
    { op: 'Relu', name: 'body', inputs: ['e'], outputs: ['h'] },
    { op: 'Transpose', name: 'turn', inputs: ['table'], outputs: ['turned'], attributes: { perm: [1, 0] } },
    { op: 'MatMul', name: 'head', inputs: ['h', 'turned'], outputs: ['y'] },
  ],
  inputs: [{ name: 'ids', dtype: 'int64', shape: [1, 6] }],
  outputs: [{ name: 'y' }],
  initializers: [weight('table', [400, 64], 1)],
};

/** The same with a Gemm that reads the table as it is. */
const TIED_GEMM: FixtureModel = {
  nodes: [
    { op: 'Gather', name: 'embed', inputs: ['table', 'ids'], outputs: ['e'] },
    { op: 'Relu', name: 'body', inputs: ['e'], outputs: ['h'] },
    { op: 'Gemm', name: 'head', inputs: ['h', 'table', 'b'], outputs: ['y'], attributes: { transB: 1 } },
  ],
  inputs: [{ name: 'ids', dtype: 'int64', shape: [6] }],
  outputs: [{ name: 'y' }],
  initializers: [weight('table', [400, 64], 1), weight('b', [400], 2)],
};

function quantized(parameters: PassParameters, model = MODEL): Promise<OptimizeResult> {
  return optimized([{ id: 'quantize-weights', parameters }], model);
}

async function optimized(passes: OptimizeRequest['passes'], model: FixtureModel): Promise<OptimizeResult> {
  const file = path.join(folder, `model${written++}.onnx`);
  fs.writeFileSync(file, buildModel(model));
  return optimizeModel(optimizeRequest(file, passes), recordedContext());
}

describe('quantize-weights', { timeout: 120_000 }, () => {
  for (const format of ['portable', 'matmulnbits', 'folded']) {
    for (const bits of [4, 8]) {
      for (const symmetric of [false, true]) {
        it(`runs as ${format} with ${String(bits)} bits, ${symmetric ? 'symmetric' : 'with zero-points'}`, async () => {
          const { verification, passes, output } = await quantized({ format, bits, symmetric, block: 16, method: 'rtn' });
          expect(verification?.sqnrDb).toBeGreaterThan(bits === 4 ? 15 : 35);
          expect(passes.at(-1)?.changedNodes).toBe(3);
          expect(path.basename(output)).toContain(`.w${String(bits)}.onnx`);
          expect(await opsOf(output)).toContain({ portable: 'DequantizeLinear', matmulnbits: 'MatMulNBits', folded: 'Reshape' }[format]);
        });
      }
    }
  }

  for (const format of ['portable', 'matmulnbits', 'folded']) {
    for (const bits of [4, 8]) {
      it.each([
        ['MatMul', TIED],
        ['Gemm', TIED_GEMM],
      ])(`runs with the table of a Gather and a %s stored once as ${format} with ${String(bits)} bits`, async (_op, model) => {
        const { verification, passes, before, after } = await quantized({ format, bits, method: 'rtn' }, model);
        expect(verification?.sqnrDb).toBeGreaterThan(bits === 4 ? 15 : 35);
        expect(passes.at(-1)?.changedNodes).toBe(2);
        // Codes, and per 32 of them a scale and a zero-point, which folded has as float32; less than a second copy of the codes for names and nodes.
        expect(after.bytes).toBeLessThan((before.bytes * (bits + (format === 'folded' ? 2 : 1.25) + bits / 2)) / 32);
      });
    }
  }

  it('is not blown up by clean, which leaves the transposed table to the runtime', async () => {
    const { before, after } = await optimized([{ id: 'clean', parameters: {} }], TIED);
    expect(after.bytes).toBeLessThan(before.bytes * 1.01);
  });

  it('keeps the outputs of a transformer with calibration data better than without', async () => {
    const run = (method: string): Promise<OptimizeResult> =>
      optimizeModel(
        {
          ...{ kind: 'optimize', path: path.resolve('test/fixtures/models/mnist_vit.onnx'), output: path.join(folder, `${method}.onnx`) },
          ...{ passes: [{ id: 'quantize-weights', parameters: { method } }], conditions: { dims: {}, threads: 1, seed: 1 } },
          ...{ evaluationData: undefined, measure: false, batch: 1 },
        },
        recordedContext(),
      );
    const [fitted, nearest] = [await run('auto'), await run('rtn')];
    expect(fitted.verification?.sqnrDb).toBeGreaterThan(30);
    expect(nearest.verification?.sqnrDb).toBeLessThan((fitted.verification?.sqnrDb ?? 0) - 4);
    expect(fitted.after.bytes / fitted.before.bytes).toBeLessThan(0.21);
  });
});
