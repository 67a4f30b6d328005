import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analysis/analyze';
import { findDerivedValues } from '../../src/analysis/derivedValues';
import { openModel } from '../../src/onnx/openModel';
import type { LayerRequest } from '../../src/shared/report/jobRequest';
import type { JobProgress } from '../../src/shared/report/job';
import { mainGraph } from '../../src/shared/graph/traversal';
import { captureTensors } from '../../src/worker/isolated/captureTensors';
import { cutGraph } from '../../src/worker/isolated/cutGraph';
import { nodesInKernel } from '../../src/worker/isolated/nodesInKernel';
import { planCut } from '../../src/worker/isolated/planCut';
import { timeLayer } from '../../src/worker/isolated/timeLayer';
import { runInputs } from '../../src/worker/runInputs';
import { RunnerProcess } from '../../src/worker/runnerProcess';
import { withGraphSession } from '../../src/worker/withGraphSession';
import { LayerwiseError } from '../../src/shared/report/layerwiseError';
import { buildModel, type FixtureModel } from '../fixtures/buildModel';
import { ownCache } from '../fixtures/ownCache';
import { temporaryFolder } from '../fixtures/temporaryFolder';
import { recordedContext } from './jobFixtures';

const folder = temporaryFolder();
const RESNET = 'test/fixtures/models/mnist_resnet.onnx';
const VIT = 'test/fixtures/models/mnist_vit.onnx';

ownCache(folder);

function request(file: string, node: number, changes: Partial<LayerRequest> = {}): LayerRequest {
  return { kind: 'layer', path: file, node, int8: false, conditions: { dims: {}, threads: 1, seed: 0 }, rigor: 'quick', ...changes };
}

function written(name: string, model: FixtureModel): string {
  const file = path.join(folder, `${name}.onnx`);
  fs.writeFileSync(file, buildModel(model));
  return file;
}

const weight = (name: string, ...dims: readonly number[]): NonNullable<FixtureModel['initializers']>[number] => ({
  name,
  dims,
  values: Array.from({ length: dims.reduce((product, dim) => product * dim, 1) }, (_, index) => Math.sin(index)),
});

/** Conv → Relu of 16 channels, in groups. */
function convolution(groups: number, name: string): string {
  return written(name, {
    inputs: [{ name: 'x', shape: [1, 16, 12, 12] }],
    initializers: [weight('w', 16, 16 / groups, 3, 3), weight('b', 16)],
    nodes: [
      { op: 'Neg', inputs: ['x'], outputs: ['n'] },
      { op: 'Conv', name: 'conv', inputs: ['n', 'w', 'b'], outputs: ['c'], attributes: { group: groups, pads: [1, 1, 1, 1] } },
      { op: 'Relu', inputs: ['c'], outputs: ['r'] },
      { op: 'Neg', inputs: ['r'], outputs: ['y'] },
    ],
    outputs: [{ name: 'y' }],
  });
}

describe('cutting', () => {
  it.each([RESNET, VIT])('gives the outputs that layers have in a run of %s', async file => {
    const model = await openModel(file);
    const limits = { signal: new AbortController().signal, file };
    const runner = await RunnerProcess.start(limits);
    try {
      const { graph } = model;
      const inputs = await runInputs(graph, file, { dims: {}, threads: 1, seed: 1 }, () => undefined);
      const analysis = analyze(graph, model.reader, { dims: new Map(), inputShapes: new Map(Object.entries(inputs.shapes)) });
      const macs = analysis.columns.find(({ id }) => id === 'macs')?.values;
      const task = { runner, model, analysis, feeds: inputs.feeds, threads: 1 };
      const derived = findDerivedValues(graph);
      let cuts = 0;
      for (let node = 0; node < mainGraph(graph).nodeCount; node += 7) {
        const nodes = await nodesInKernel({ runner, path: file, graph, threads: 1, macs }, node).catch(() => undefined);
        if (nodes === undefined || derived.isShapeArithmetic(node)) continue;
        const cut = planCut(graph, nodes);
        const names = cut.outputs.map(tensor => graph.tensors.names[tensor] ?? '');
        const captured = await captureTensors(task, [...cut.inputs, ...cut.settled, ...cut.outputs]);
        const fed = new Map([...captured].filter(([name]) => cut.inputs.some(tensor => graph.tensors.names[tensor] === name)));
        const options = { threads: 1, graphOptimization: 'all' } as const;
        const { outputs } = await withGraphSession({ runner, model, name: 'cut' }, cutGraph(graph, cut, captured), options, session =>
          runner.run(session, fed),
        );
        for (const name of names) {
          const [expected, actual] = [captured.get(name)?.data, outputs.get(name)?.data];
          const worst = Math.max(...Array.from(expected as Float32Array, (value, index) => Math.abs(value - Number(actual?.[index]))));
          expect({ node, name, isClose: worst < 1e-3 }).toEqual({ node, name, isClose: true });
        }
        cuts++;
      }
      expect(cuts).toBeGreaterThan(3);
    } finally {
      await runner.dispose();
      await model.close();
    }
  });
});

describe('timeLayer', () => {
  it('times a convolution as it is, in INT8 and at other widths, and leaves nothing behind', async () => {
    const context = recordedContext();
    const before = fs.readdirSync(os.tmpdir()).filter(name => name.includes(`-${process.pid}-`));
    const timing = await timeLayer(request(convolution(1, 'conv'), 1, { int8: true, outputWidths: [24] }), context);
    expect(timing).toMatchObject({
      op: 'Conv',
      nodes: [1, 2],
      inputs: [{ name: 'n', dtype: 'float32', shape: [1, 16, 12, 12] }],
      notes: [],
    });
    expect(timing.original.macs).toBe(16 * 16 * 9 * 144);
    expect(timing.original.kernels.some(({ op, border }) => op === 'Conv' && !border)).toBe(true);
    const { int8, staircases } = timing;
    if (int8 === undefined || 'why' in int8) throw new Error(JSON.stringify(int8));
    expect(int8.ranInIntegers).toBe(true);
    expect(int8.alone.kernels.filter(({ border }) => border).map(({ op }) => op)).toEqual(
      expect.arrayContaining(['QuantizeLinear', 'DequantizeLinear']),
    );
    expect(int8.between.kernels.map(({ op }) => op)).not.toContain('QuantizeLinear');
    const [stairs] = staircases;
    if (stairs === undefined || 'why' in stairs) throw new Error(JSON.stringify(stairs));
    expect(stairs.widths.map(({ channels, form }) => [channels, form.macs])).toEqual([
      [16, 16 * 16 * 9 * 144],
      [24, 24 * 16 * 9 * 144],
    ]);
    expect(stairs.widths.map(({ form }) => form.speedup === undefined)).toEqual([true, false]);
    expect(context.progressed.at(-1)?.steps.map(({ title }) => title)).toEqual(['Load', 'Cut out', 'Time alone']);
    expect(fs.readdirSync(os.tmpdir()).filter(name => name.includes(`-${process.pid}-`))).toEqual(before);
  });

  it('takes a depthwise convolution in INT8 although a pass would leave it', async () => {
    const timing = await timeLayer(
      request(convolution(16, 'depthwise'), 1, { int8: true, outputWidths: [16], inputWidths: [8] }),
      recordedContext(),
    );
    expect(timing.int8).toMatchObject({ ranInIntegers: true });
    expect(timing.staircases[0]).toEqual({ side: 'output', why: 'There is no other width.' });
    expect(timing.staircases[1]).toMatchObject({ side: 'input', why: expect.stringContaining('--widths changes both') as unknown });
  });

  it('says why a layer has no INT8 form and no widths, and times it all the same', async () => {
    const file = written('softmax', {
      inputs: [{ name: 'x', shape: [4, 64] }],
      nodes: [{ op: 'Softsign', inputs: ['x'], outputs: ['y'] }],
      outputs: [{ name: 'y' }],
    });
    const timing = await timeLayer(request(file, 0, { int8: true, outputWidths: 'around' }), recordedContext());
    expect(timing.int8).toEqual({ why: expect.stringMatching(/no integer kernel/) as unknown });
    expect(timing.staircases).toEqual([{ side: 'output', why: expect.stringMatching(/no Conv, Gemm or MatMul/) as unknown }]);
    expect(timing.original.medianMs).toBeGreaterThan(0);
    expect(timing.original.speedup).toBeUndefined();
  });

  it('ends with cancelled, and refuses a node that is not there', async () => {
    const abort = new AbortController();
    const stop = ({ phase }: JobProgress): void => {
      if (phase === 'Time alone') abort.abort();
    };
    const context = { ...recordedContext(abort.signal), progress: stop };
    await expect(timeLayer(request(convolution(1, 'cancelled'), 1, { int8: true }), context)).rejects.toMatchObject({
      reason: 'cancelled',
    });
    await expect(timeLayer(request(RESNET, 10_000), recordedContext())).rejects.toBeInstanceOf(LayerwiseError);
  });
});
