import { NONE, type Graph, type NodeId, type Subgraph } from '../../shared/graph/graph';
import type { TracedKernel } from '../../shared/protocol/workerRunner';
import type { BodyExecutions } from '../../shared/report/latency';
import { matchNodes } from './alignKernels';

const LOOPS: ReadonlySet<string> = new Set(['Loop', 'Scan']);

/** What one execution of a node with bodies ran. */
export interface MatchedBodies {
  /** Node of the optimized graph of each kernel, `NONE` where it cannot be told. */
  readonly nodes: readonly NodeId[];
  /** How often each body was executed; `undefined` for other nodes than If, Loop and Scan, and where it cannot be told. */
  readonly executions: readonly BodyExecutions[] | undefined;
}

/**
 * Which nodes ran inside of a node of the optimized graph, once executed, and how often: those of an If are the nodes of one branch, those of a Loop or Scan the
 * nodes of its body again and again. `bodies`: all of that node; `inside`: what ran directly in them, in order.
 */
export function matchBodies(optimized: Graph, bodies: readonly Subgraph[], inside: readonly TracedKernel[]): MatchedBodies {
  const op = optimized.nodes.ops[bodies[0]?.ownerNode ?? NONE] ?? '';
  if (op === 'If') return matchBranch(optimized, bodies, inside);
  const [body] = bodies;
  const executions = LOOPS.has(op) && body !== undefined && body.nodeCount > 0 ? inside.length / body.nodeCount : Number.NaN;
  if (body === undefined || !Number.isInteger(executions)) return { nodes: matchByName(optimized, bodies, inside), executions: undefined };
  const rounds = Array.from({ length: executions }, (_, round) => inside.slice(round * body.nodeCount, (round + 1) * body.nodeCount));
  return {
    nodes: rounds.flatMap(round => matchNodes(round, optimized, body)),
    executions: [{ attribute: body.ownerAttribute, executions }],
  };
}

function matchBranch(optimized: Graph, branches: readonly Subgraph[], inside: readonly TracedKernel[]): MatchedBodies {
  const taken = takenBranch(optimized, branches, inside);
  if (taken === undefined) return { nodes: matchByName(optimized, branches, inside), executions: undefined };
  return {
    nodes: matchNodes(inside, optimized, taken),
    executions: branches.map(branch => ({ attribute: branch.ownerAttribute, executions: branch === taken ? 1 : 0 })),
  };
}

/** The branch with these operators; of branches that have the same, the one with these names. */
function takenBranch(optimized: Graph, branches: readonly Subgraph[], inside: readonly TracedKernel[]): Subgraph | undefined {
  const { ops, names } = optimized.nodes;
  const ranOps = inside.map(({ op }) => op);
  const alike = branches.filter(branch => sameMembers(ofBranch(ops, branch), ranOps));
  if (alike.length < 2) return alike[0];
  const ranNames = inside.map(({ name }) => name);
  const [named, ...others] = alike.filter(branch => sameMembers(ofBranch(names, branch), ranNames));
  return others.length === 0 ? named : undefined;
}

function ofBranch(column: readonly string[], { firstNode, nodeCount }: Subgraph): readonly string[] {
  return column.slice(firstNode, firstNode + nodeCount);
}

function sameMembers(a: readonly string[], b: readonly string[]): boolean {
  const sorted = (words: readonly string[]): string => JSON.stringify([...words].sort());
  return a.length === b.length && sorted(a) === sorted(b);
}

/** The nodes whose names are unique in their body and in no other one. */
function matchByName(optimized: Graph, bodies: readonly Subgraph[], inside: readonly TracedKernel[]): readonly NodeId[] {
  const matches = bodies.map(body => matchNodes(inside, optimized, body));
  return inside.map((_, at) => {
    const [node, ...others] = matches.map(nodes => nodes[at] ?? NONE).filter(match => match !== NONE);
    return node === undefined || others.length > 0 ? NONE : node;
  });
}
