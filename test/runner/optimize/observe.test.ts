import fs from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { analyze } from '../../../src/analysis/analyze';
import { openModel } from '../../../src/onnx/openModel';
import type { Observation } from '../../../src/optimize/laboratory';
import { decodeTensorProto } from '../../../src/worker/decodeTensorProto';
import { openOptimizeData } from '../../../src/worker/optimize/optimizeData';
import { RunnerLaboratory } from '../../../src/worker/optimize/runnerLaboratory';
import { RunnerProcess } from '../../../src/worker/runnerProcess';
import { buildModel } from '../../fixtures/buildModel';
import { noise } from '../../fixtures/sketchGraph';
import { temporaryFolder } from '../../fixtures/temporaryFolder';

const CONDITIONS = { dims: {}, threads: 1, seed: 1 };
/** Every tensor but the input is an output, so that a plain run shows all. */
const MODEL = {
  nodes: [
    { op: 'Conv', inputs: ['x', 'w'], outputs: ['conv'] },
    { op: 'Relu', inputs: ['conv'], outputs: ['relu'] },
    { op: 'Conv', inputs: ['relu', 'w'], outputs: ['second'] },
    { op: 'Relu', inputs: ['second'], outputs: ['positive'] },
    { op: 'GlobalAveragePool', inputs: ['positive'], outputs: ['mean'] },
  ],
  inputs: [{ name: 'x', shape: [1, 16, 8, 8] }],
  outputs: ['conv', 'relu', 'second', 'positive', 'mean'].map(name => ({ name })),
  initializers: [{ name: 'w', dims: [16, 16, 3, 3], values: noise(2304, 4) }],
};
/** More than all values. */
const ALL = 2 ** 24;

function asked(tensor: string): readonly Observation[] {
  const isPositive = ['relu', 'positive', 'mean'].includes(tensor);
  const range = { kind: 'range', tensor, isPositive, isImage: tensor !== 'mean' } as const;
  const keepsValues = ['second', 'positive', 'mean'].includes(tensor);
  return [range, { kind: 'nan', tensor, isExact: true }, ...(keepsValues ? [{ kind: 'samples', tensor, count: ALL } as const] : [])];
}

it('ranges and values are those of the tensors as a plain run gives them', async () => {
  const file = path.join(temporaryFolder(), 'model.onnx');
  fs.writeFileSync(file, buildModel(MODEL));
  const model = await openModel(file);
  const data = await openOptimizeData(file, model.graph, CONDITIONS, decodeTensorProto);
  const runner = await RunnerProcess.start({ signal: new AbortController().signal, file });
  try {
    const { dims, shapes } = data.fixed;
    const laboratory = new RunnerLaboratory({
      ...{ runner, model, original: model.graph, data, threads: 1 },
      analyze: graph => analyze(graph, model.readerOf(graph), { dims, inputShapes: shapes }),
      onBatch: () => undefined,
      onStep: () => undefined,
      whileMeasuring: work => work(),
    });
    const findings = await laboratory.observe(
      model.graph,
      MODEL.outputs.flatMap(({ name }) => asked(name)),
    );
    const { session } = await runner.createSession(file, { threads: 1, graphOptimization: 'all' });
    const plain = new Map(MODEL.outputs.map(({ name }) => [name, [] as number[]]));
    for await (const { feeds } of data.fit.batches(20)) {
      const { outputs } = await runner.run(session, feeds);
      for (const [name, values] of plain) values.push(...Array.from(outputs.get(name)?.data as Float32Array));
    }
    for (const [name, values] of plain) {
      const found = findings.get(name);
      const least = ['relu', 'positive', 'mean'].includes(name) ? 0 : Math.min(...values);
      expect([name, found?.min, found?.max]).toEqual([name, least, Math.max(...values)]);
      expect(found?.notANumber).toBeUndefined();
      if (found?.samples.length !== 0) expect([...(found?.samples ?? [])]).toEqual(values);
    }
    expect([...findings.values()].filter(({ samples }) => samples.length > 0)).toHaveLength(3);
  } finally {
    await runner.dispose();
    await data.close();
    await model.close();
  }
}, 60_000);
