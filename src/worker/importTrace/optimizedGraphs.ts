import path from 'node:path';
import { openModel } from '../../onnx/openModel';
import type { Graph } from '../../shared/graph/graph';
import { GRAPH_LEVELS, type GraphLevel } from '../../shared/report/jobRequest';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import { externalOptimized } from '../kernels/profileKernels';
import { RunnerProcess, type RunnerLimits } from '../runnerProcess';

/** What the runtime makes of a model before it runs it. */
export interface OptimizedGraph {
  readonly level: GraphLevel;
  readonly graph: Graph;
}

/** The model as the runtime here optimizes it, at every level, the highest first. A level that the runtime fails at is left out; so are all when it cannot be started. */
export async function* optimizedGraphs(file: string, limits: RunnerLimits): AsyncGenerator<OptimizedGraph> {
  for (const level of [...GRAPH_LEVELS].reverse()) {
    const runner = await orNothing(() => RunnerProcess.start(limits));
    if (runner === undefined) return;
    try {
      const optimizedModelPath = path.join(runner.folder, 'optimized.onnx');
      const options = { threads: 1, graphOptimization: level, optimizedModelPath, configuration: externalOptimized };
      if ((await orNothing(() => runner.createSession(file, options))) === undefined) continue;
      const optimized = await openModel(optimizedModelPath);
      try {
        yield { level, graph: optimized.graph };
      } finally {
        await optimized.close();
      }
    } finally {
      await runner.dispose();
    }
  }
}

async function orNothing<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof LayerwiseError) || error.reason === 'cancelled') throw error;
    return undefined;
  }
}
