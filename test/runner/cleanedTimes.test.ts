import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { matchTimes } from '../../src/analysis/difference/matchTimes';
import { openModel } from '../../src/onnx/openModel';
import { compareGraphs } from '../../src/worker/compareGraphs';
import { optimizeModel } from '../../src/worker/optimize/optimize';
import { temporaryFolder } from '../fixtures/temporaryFolder';
import { optimizeRequest, quickProfile, recordedContext } from './jobFixtures';

const folder = temporaryFolder();
/** Operators that do the work of a layer; what the runtime puts between them may belong to several. */
const WORKERS = /^(Conv|MatMul|Gemm)$/;

describe('times of a cleaned-up model', { timeout: 120_000 }, () => {
  it.each(['mnist_vit', 'tabular_mlp', 'mnist_resnet'])('stand on the layers that %s had before, and nothing is lost', async name => {
    const base = path.resolve('test/fixtures/models', `${name}.onnx`);
    const request = optimizeRequest(base, [{ id: 'clean', parameters: {} }], { output: path.join(folder, `${name}.onnx`) });
    const { output } = await optimizeModel(request, recordedContext());
    const profile = await quickProfile(output);
    const { toBase } = await compareGraphs({ base, file: output, trusted: true });
    const model = await openModel(base);
    const { ops } = model.graph.nodes;
    const times = matchTimes(profile, toBase, ops.length);
    await model.close();

    const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + (Number.isNaN(value) ? 0 : value), 0);
    const [all, matched, rest] = [
      profile.kernels.map(({ medianMs }) => medianMs),
      times.nodeMs,
      times.unmatched.map(({ medianMs }) => medianMs),
    ].map(sum);
    expect((matched ?? NaN) + (rest ?? NaN)).toBeCloseTo(all ?? NaN, 6);
    const isWork = (op: string): boolean => WORKERS.test(op.slice(op.lastIndexOf('.') + 1).replace('Fused', ''));
    expect(times.unmatched.filter(({ op }) => isWork(op))).toEqual([]);
    const working = profile.kernels.filter(({ op, added }) => isWork(op) && !added).map(({ medianMs }) => medianMs);
    expect(working.length).toBeGreaterThan(0);
    expect(sum(times.nodeMs.filter((_, node) => WORKERS.test(ops[node] ?? '')))).toBeGreaterThanOrEqual(sum(working) - 1e-6);
  });
});
