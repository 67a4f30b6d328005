import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EvaluatedShapes } from '../../src/analysis/shapes/evaluatedShapes';
import { inferShapes, type ShapeInference } from '../../src/analysis/shapes/inferShapes';
import { openModelBytes } from '../../src/onnx/openModelBytes';
import type { NamedTensors } from '../../src/shared/graph/denseTensor';
import type { Graph } from '../../src/shared/graph/graph';
import { tensorByName } from '../../src/shared/graph/traversal';
import { RunnerProcess } from '../../src/worker/runnerProcess';
import { temporaryFolder } from '../fixtures/temporaryFolder';
import { RandomGraph } from './randomGraph';
import { RANDOM_STEPS } from './randomSteps';

const folder = temporaryFolder();
const RUNS = 60;
const SEED = 20;
const NODES = 12;

let runner: RunnerProcess;
beforeAll(async () => {
  runner = await RunnerProcess.start({ signal: new AbortController().signal, file: folder });
});
afterAll(() => runner.dispose());

function drawGraph(draw: fc.GeneratorValue): RandomGraph {
  const size = () => draw(fc.integer, { min: 1, max: 9 });
  const sizes = [
    ['N', draw(fc.integer, { min: 1, max: 3 })],
    ['H', size()],
    ['W', size()],
  ] as const;
  const graph = new RandomGraph(draw, new Map(sizes));
  for (let node = 0; node < NODES; node++) {
    const x = graph.pool[graph.int(0, graph.pool.length - 1)];
    const step = RANDOM_STEPS[graph.int(0, RANDOM_STEPS.length - 1)];
    if (x !== undefined) step?.(graph, x);
  }
  return graph;
}

/** What the runtime makes; throws where it refuses the model. */
async function run(graph: RandomGraph, bytes: Uint8Array): Promise<NamedTensors> {
  const file = path.join(folder, 'random.onnx');
  fs.writeFileSync(file, bytes);
  const { session } = await runner.createSession(file, { threads: 1, graphOptimization: 'disabled' });
  try {
    const [n = 1, h = 1, w = 1] = [...graph.dims.values()];
    const data = Float32Array.from({ length: n * 3 * h * w }, (_, index) => Math.cos(index));
    return (await runner.run(session, new Map([['x', { dtype: 'float32', dims: [n, 3, h, w], data }]]))).outputs;
  } finally {
    await runner.releaseSession(session);
  }
}

/** Dims that inference leaves open are replaced by what was made, so that only contradictions differ. */
function inferred(graph: Graph, shapes: ShapeInference, name: string, made: readonly number[]): unknown {
  const { dtype, shape } = shapes.fact(shapes.frame, tensorByName(graph, name));
  return { dtype, dims: shape?.map((dim, axis) => (typeof dim === 'number' ? dim : made[axis])) ?? made };
}

describe('random graphs', () => {
  it('make what inference says, from sizes and from symbols with the sizes put in', async () => {
    let [tensors, refused] = [0, 0];
    await fc.assert(
      fc.asyncProperty(fc.gen(), async draw => {
        const random = drawGraph(draw);
        if (random.outputs.length === 0) return;
        const bytes = random.bytes();
        const { graph, reader } = openModelBytes(bytes);
        const outputs = await run(random, bytes).catch((error: unknown) => {
          if (process.env['LAYERWISE_SHOW_REFUSED'] !== undefined) console.log(String(error));
          refused++;
          return new Map<string, never>();
        });
        const concrete = inferShapes(graph, reader, { dims: random.dims });
        const evaluated = new EvaluatedShapes(graph, inferShapes(graph, reader, { dims: new Map() }), random.dims);
        for (const [name, { dtype, dims }] of outputs as NamedTensors) {
          expect(inferred(graph, concrete, name, dims)).toEqual({ dtype, dims });
          expect(inferred(graph, evaluated, name, dims)).toEqual({ dtype, dims });
          tensors++;
        }
      }),
      { numRuns: RUNS, seed: SEED },
    );
    console.log(`${tensors} tensors of ${RUNS - refused} random graphs compared with the runtime, ${refused} graphs refused by it`);
    expect(refused).toBeLessThan(RUNS / 4);
    expect(tensors).toBeGreaterThan(RUNS * 4);
  }, 60_000);
});
