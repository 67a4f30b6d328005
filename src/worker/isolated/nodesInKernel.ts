import path from 'node:path';
import { kernelGroups } from '../../analysis/roofline/kernelGroups';
import { openModel } from '../../onnx/openModel';
import type { Graph, NodeId } from '../../shared/graph/graph';
import { nodeLabel } from '../../shared/graph/nodeLabel';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import { mapThroughCopy } from '../castCopy/mapThroughCopy';
import type { KernelOrigin } from '../kernels/mapKernels';
import { externalOptimized } from '../kernels/profileKernels';
import type { RunnerProcess } from '../runnerProcess';

export interface KernelQuestion {
  readonly runner: RunnerProcess;
  readonly path: string;
  readonly graph: Graph;
  readonly threads: number;
  /** Multiply-accumulates per node of `graph`, NaN where unknown, for choosing anchors. */
  readonly macs: Float64Array | undefined;
  /** What is loaded instead, when it is another graph. */
  readonly copy?: Graph | undefined;
}

/**
 * The nodes that the runtime here runs in the same kernel as `node`, itself among them. Throws `LayerwiseError` (`not-applicable`) for a node that nothing runs
 * for: the runtime removes it, or computes it when the model is loaded.
 */
export async function nodesInKernel(question: KernelQuestion, node: NodeId): Promise<readonly NodeId[]> {
  const origins = await originsOf(question);
  if (origins === undefined) return expectedGroup(question.graph, node);
  const working = origins.filter(({ added, covers }) => !added && covers.includes(node));
  const kernel = working.find(({ anchor }) => anchor === node) ?? working[0];
  if (kernel === undefined) throw removed(question.graph, node);
  return kernel.covers;
}

/** As the runtime fuses the graph; `undefined` where it cannot write it (it is limited to 2 GB). */
async function originsOf({ runner, path: model, threads, ...graphs }: KernelQuestion): Promise<readonly KernelOrigin[] | undefined> {
  const optimizedModelPath = path.join(runner.folder, 'fused.onnx');
  try {
    const written = { optimizedModelPath, configuration: externalOptimized };
    const { session } = await runner.createSession(model, { threads, graphOptimization: 'all', ...written });
    await runner.releaseSession(session);
  } catch (error) {
    if (!(error instanceof LayerwiseError) || error.reason !== 'runtime-error') throw error;
    return undefined;
  }
  const optimized = await openModel(optimizedModelPath);
  try {
    return mapThroughCopy(graphs, optimized.graph);
  } finally {
    await optimized.close();
  }
}

function expectedGroup(graph: Graph, node: NodeId): readonly NodeId[] {
  const leaders = kernelGroups(graph);
  const leader = leaders[node];
  if (leader === undefined || leader < 0) throw removed(graph, node);
  return Array.from(leaders.keys()).filter(other => leaders[other] === leader);
}

function removed(graph: Graph, node: NodeId): LayerwiseError {
  const why = 'the runtime removes it or computes it when the model is loaded, so that no kernel runs for it';
  return new LayerwiseError('not-applicable', `“${nodeLabel(graph, node)}” cannot be timed alone: ${why}.`, { node: String(node) });
}
