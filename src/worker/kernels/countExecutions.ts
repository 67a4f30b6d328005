import type { TracedKernel } from '../../shared/protocol/workerRunner';
import type { Graph, NodeId, Subgraph } from '../../shared/graph/graph';
import type { BodyExecutions } from '../../shared/report/latency';

const LOOPS: ReadonlySet<string> = new Set(['Loop', 'Scan']);

/**
 * How often one run executed each body of a node of the optimized graph, told from the kernels that ran inside of it: those of an If are the nodes of one branch, those of a Loop
 * or Scan the nodes of its body again and again. `undefined` for other nodes, and where it cannot be told.
 */
export function countExecutions(optimized: Graph, node: NodeId, inside: readonly TracedKernel[]): readonly BodyExecutions[] | undefined {
  const op = optimized.nodes.ops[node] ?? '';
  const bodies = optimized.subgraphs.filter(({ ownerNode }) => ownerNode === node);
  if (op === 'If') return takenBranch(optimized, bodies, inside);
  const [body] = bodies;
  if (!LOOPS.has(op) || body === undefined || body.nodeCount === 0) return undefined;
  const executions = inside.length / body.nodeCount;
  return Number.isInteger(executions) ? [{ attribute: body.ownerAttribute, executions }] : undefined;
}

function takenBranch(
  optimized: Graph,
  branches: readonly Subgraph[],
  inside: readonly TracedKernel[],
): readonly BodyExecutions[] | undefined {
  const sameOperators = branches.filter(branch =>
    sameMembers(
      operatorsOf(optimized, branch),
      inside.map(({ op }) => op),
    ),
  );
  const taken =
    sameOperators.length === 1
      ? sameOperators
      : sameOperators.filter(branch =>
          sameMembers(
            namesOf(optimized, branch),
            inside.map(({ name }) => name),
          ),
        );
  if (taken.length !== 1) return undefined;
  return branches.map(branch => ({ attribute: branch.ownerAttribute, executions: branch === taken[0] ? 1 : 0 }));
}

function operatorsOf({ nodes }: Graph, { firstNode, nodeCount }: Subgraph): readonly string[] {
  return nodes.ops.slice(firstNode, firstNode + nodeCount);
}

function namesOf({ nodes }: Graph, { firstNode, nodeCount }: Subgraph): readonly string[] {
  return nodes.names.slice(firstNode, firstNode + nodeCount);
}

function sameMembers(a: readonly string[], b: readonly string[]): boolean {
  const sorted = (words: readonly string[]): string => JSON.stringify([...words].sort());
  return a.length === b.length && sorted(a) === sorted(b);
}
