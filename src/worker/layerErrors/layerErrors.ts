import { inferShapes } from '../../analysis/shapes/inferShapes';
import type { OnnxModel } from '../../onnx/openModel';
import { applyEdits } from '../../shared/graph/applyEdits';
import type { NamedTensors } from '../../shared/graph/denseTensor';
import type { Graph } from '../../shared/graph/graph';
import { elementCount } from '../../shared/graph/shape';
import { isGraphOutput, tensorByName } from '../../shared/graph/traversal';
import type { SessionId } from '../../shared/protocol/workerRunner';
import type { Analysis } from '../../shared/report/analysis';
import type { LayerError } from '../../shared/report/layerError';
import { fedAs } from '../fedAs';
import { modelInputs } from '../modelInputs';
import type { RunnerProcess } from '../runnerProcess';
import { withGraphSession } from '../withGraphSession';
import { ErrorSums } from './errorSums';
import { forcedGraph, type ForcedGraph } from './forcedGraph';
import { layerBorders, type LayerBorder } from './layerBorders';
import { widenHalves } from './widenHalves';

/** A graph, and the file that it is or that it came from by edits. */
export interface ComparedGraph {
  readonly model: OnnxModel;
  readonly graph: Graph;
}

export interface LayerErrorTask {
  readonly runner: RunnerProcess;
  readonly threads: number;
  readonly base: ComparedGraph & { /** Sizes of one sample. */ readonly analysis: Analysis };
  /** Has the inputs of the base, in other floating-point types perhaps. */
  readonly variant: ComparedGraph;
  /** Batches of about as many samples as asked for. */
  readonly batches: (size: number) => AsyncIterable<{ readonly feeds: NamedTensors; readonly samples: number }>;
  readonly onBatch?: (samples: number) => void;
}

/** Values of one run that are held at a time, of one model. */
const RUN_BYTES = 64 * 2 ** 20;
const MOST_SAMPLES = 16;

/**
 * How far each layer's output is from the base's, in the order of the base's file: accumulated, as the variant computes it, and local, with the base's values
 * as inputs of the layer. The first layer with a low local value is where two models diverge. Layers without a tensor of the same name in both are left out.
 * Throws what the runtime says.
 */
export async function layerErrors(task: LayerErrorTask): Promise<readonly LayerError[]> {
  const { base, runner, threads } = task;
  const borders = layerBorders(base.graph, base.analysis, task.variant.graph);
  const variant = { ...task.variant, graph: inFloat32(task.variant, borders) };
  const measured: LayerError[] = [];
  const options = { threads, graphOptimization: 'all' } as const;
  for (const [index, group] of groupBySize(borders, base.analysis).entries()) {
    const needed = new Set([...group.borders.map(({ name }) => name), ...group.forced.map(({ name }) => name)]);
    const forced = forcedGraph(variant.graph, group.forced);
    const session = <T>(of: ComparedGraph, name: string, use: (session: SessionId) => Promise<T>): Promise<T> =>
      withGraphSession({ runner, model: of.model, name: `${name}-${index}` }, withOutputs(of.graph, needed), options, use);
    measured.push(
      ...(await session(base, 'base', expected =>
        session(variant, 'variant', actual =>
          session({ ...variant, graph: forced.graph }, 'forced', own => measure(task, group, { expected, actual, own, forced })),
        ),
      )),
    );
  }
  return measured;
}

function inFloat32({ model, graph }: ComparedGraph, borders: readonly LayerBorder[]): Graph {
  const shapes = inferShapes(graph, model.readerOf(graph), { dims: new Map() });
  return widenHalves(
    graph,
    borders.map(({ name }) => name),
    tensor => shapes.fact(shapes.frame, tensor).dtype,
  );
}

/** Layers that are measured in the same runs, and the activations that are fed to them. */
interface Group {
  readonly borders: readonly LayerBorder[];
  readonly forced: readonly LayerBorder[];
  readonly samplesPerRun: number;
}

/** One group, unless the activations of a sample are too large to be held together. */
function groupBySize(borders: readonly LayerBorder[], { tensors }: Analysis): readonly Group[] {
  const byName = new Map(borders.map(border => [border.name, border]));
  const sizes = new Map(tensors.map(({ name, shape }) => [name, 4 * (elementCount(shape) ?? 0)]));
  const groups: LayerBorder[][] = [];
  let bytes = Infinity;
  for (const border of borders) {
    const size = sizes.get(border.name) ?? 0;
    bytes += size;
    if (bytes > RUN_BYTES) {
      groups.push([]);
      bytes = size;
    }
    groups.at(-1)?.push(border);
  }
  return groups.map(members => {
    const forced = [...new Set(members.flatMap(({ reads }) => reads))].flatMap(name => byName.get(name) ?? []);
    const total = [...members, ...forced].reduce((sum, { name }) => sum + (sizes.get(name) ?? 0), 0);
    return { borders: members, forced, samplesPerRun: Math.max(1, Math.min(MOST_SAMPLES, Math.floor(RUN_BYTES / Math.max(1, total)))) };
  });
}

interface Sessions {
  readonly expected: SessionId;
  readonly actual: SessionId;
  readonly own: SessionId;
  readonly forced: ForcedGraph;
}

async function measure(task: LayerErrorTask, group: Group, { expected, actual, own, forced }: Sessions): Promise<readonly LayerError[]> {
  const { runner } = task;
  const sums = group.borders.map(border => ({ border, accumulated: new ErrorSums(), local: new ErrorSums() }));
  const wanted = group.borders.map(({ name }) => name);
  const needed = [...new Set([...wanted, ...forced.inputs.keys()])];
  const inputs = modelInputs(task.variant.graph);
  for await (const { feeds, samples } of task.batches(group.samplesPerRun)) {
    const { outputs: exact } = await runner.run(expected, feeds, needed);
    const variantFeeds = fedAs(inputs, feeds);
    const { outputs: seen } = await runner.run(actual, variantFeeds, wanted);
    const fed = [...forced.inputs].flatMap(([name, input]) => {
      const value = exact.get(name);
      return value === undefined ? [] : [[input, value] as const];
    });
    const { outputs: alone } = await runner.run(own, new Map([...variantFeeds, ...fed]), wanted);
    for (const { border, accumulated, local } of sums) {
      accumulated.add(exact.get(border.name), seen.get(border.name));
      local.add(exact.get(border.name), alone.get(border.name));
    }
    task.onBatch?.(samples);
  }
  return sums.map(({ border: { layer, name }, accumulated, local }) => ({
    ...{ layer, tensor: name, accumulatedDb: accumulated.sqnrDb, localDb: local.sqnrDb },
    ...{ cosine: accumulated.cosine, maxAbs: accumulated.maxAbs },
  }));
}

function withOutputs(graph: Graph, names: ReadonlySet<string>): Graph {
  const type = { kind: 'tensor', dtype: 'float32', shape: undefined } as const;
  const edits = [...names].flatMap(name =>
    isGraphOutput(graph, tensorByName(graph, name)) ? [] : [{ kind: 'addOutput' as const, name, type }],
  );
  return applyEdits(graph, { edits });
}
