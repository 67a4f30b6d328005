import path from 'node:path';
import { cycleProblem } from '../analysis/cycleProblem';
import { MAIN_GRAPH, NONE, type Graph } from '../shared/graph/graph';
import { nodeLabel } from '../shared/graph/nodeLabel';
import { mainGraph } from '../shared/graph/traversal';
import type { Problem } from '../shared/report/problem';
import { LayerwiseError } from '../shared/report/layerwiseError';
import type { Reason } from '../shared/report/reason';

/** Problems of a file that running it would only run into, with a worse message. */
const BLOCKING: ReadonlySet<Reason> = new Set<Reason>([
  'external-data-missing',
  'external-data-short',
  'external-data-outside',
  'external-data-invalid',
  'truncated',
  'corrupt',
]);

/** A model as far as running it is concerned. */
export interface RunnableModel {
  readonly path: string;
  readonly graph: Graph;
  readonly problems: readonly Problem[];
}

/** Throws the reason for which a model cannot be run here, as far as that can be told without running it. */
export function checkRunnable({ path: file, graph, problems }: RunnableModel): void {
  const blocking = problems.find(({ reason, severity }) => severity !== 'info' && BLOCKING.has(reason));
  if (blocking !== undefined)
    throw new LayerwiseError(blocking.reason, `${path.basename(file)} cannot be run: ${blocking.message}`, { file });
  const { nodeCount, outputs } = mainGraph(graph);
  if (nodeCount === 0 && outputs.length === 0) {
    throw new LayerwiseError(
      'not-applicable',
      `${path.basename(file)} cannot be run: it has no nodes and no outputs, so there is nothing to compute.`,
      {
        file,
      },
    );
  }
  const cycle = cycleProblem(graph);
  if (cycle !== undefined) {
    const message = `${path.basename(file)} cannot be run: ${cycle.message}`;
    throw new LayerwiseError(cycle.reason, message, { file, node: String(cycle.node) });
  }
  const opaque = graph.nodes.ops.findIndex((op, node) => op === 'EPContext' && graph.nodes.subgraphs[node] === MAIN_GRAPH);
  if (opaque !== NONE) {
    throw new LayerwiseError(
      'unknown-operator',
      `${path.basename(file)} is compiled for one device (node ${opaque}, EPContext) and is not run: what such a node holds cannot be checked.`,
      { file, node: String(opaque) },
    );
  }
}

/** The node to name when the runtime crashes, if there is only one. */
export function onlyNode(graph: Graph): string | undefined {
  const { firstNode, nodeCount } = mainGraph(graph);
  return nodeCount === 1 ? nodeLabel(graph, firstNode) : undefined;
}
